import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { hasErrorCode } from "@weir/core";
import { manifestName, renderManifest } from "../../src/synth/manifest.ts";
import { writeSynth } from "../../src/synth/write-synth.ts";
import type { SynthFile } from "../../src/synth-file.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "weir-synth-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

let folders = 0;
const newFolder = () => path.join(scratch, String(++folders));

function withManifest(...files: SynthFile[]): SynthFile[] {
  return [...files, { path: manifestName, content: renderManifest(files) }];
}

test("writes every file, and a manifest that sha256sum accepts", async () => {
  const folder = newFolder();
  const bytes = new Uint8Array([0, 255, 10]);
  const files = withManifest(
    { path: "a/b.yaml", content: "x: ü\n" },
    { path: "c.jar", content: bytes },
  );
  const { written } = await writeSynth(files, folder);
  assert.deepEqual(written, ["a/b.yaml", "c.jar", manifestName]);
  assert.deepEqual(new Uint8Array(readFileSync(path.join(folder, "c.jar"))), bytes);
  execFileSync("sha256sum", ["--check", "--strict", "--quiet", manifestName], { cwd: folder });
});

test("leaves unchanged files alone and removes those that are no longer made", async () => {
  const folder = newFolder();
  await writeSynth(withManifest({ path: "a", content: "1" }, { path: "b", content: "2" }), folder);
  writeFileSync(path.join(folder, "kustomization.yaml"), "mine");
  const result = await writeSynth(withManifest({ path: "a", content: "1" }), folder);
  assert.deepEqual(result.unchanged, ["a"]);
  assert.deepEqual(result.removed, ["b"]);
  assert.ok(!existsSync(path.join(folder, "b")));
  assert.equal(readFileSync(path.join(folder, "kustomization.yaml"), "utf8"), "mine");
});

test("refuses a folder with files of somebody else", async () => {
  const folder = newFolder();
  mkdirSync(folder);
  writeFileSync(path.join(folder, "thesis.tex"), "precious");
  await assert.rejects(writeSynth([{ path: "a", content: "1" }], folder), (error) =>
    hasErrorCode(error, "SYNTH_FOLDER_FOREIGN"),
  );
  assert.ok(!existsSync(path.join(folder, "a")));
});

test("removes nothing outside its folder, whatever the manifest before says", async () => {
  const folder = newFolder();
  mkdirSync(folder);
  const outside = path.join(scratch, "outside");
  writeFileSync(outside, "precious");
  writeFileSync(path.join(folder, manifestName), `${"0".repeat(64)}  ../outside\n`);
  await writeSynth([{ path: "a", content: "1" }], folder);
  assert.ok(existsSync(outside));
});
