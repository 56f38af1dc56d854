import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { type TestContext, test } from "node:test";
import { findProgram } from "../src/find-program.ts";

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "weir-program-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function writeProgram(file: string, script: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

test("takes the first folder of the PATH that has the program", (t) => {
  const root = temporaryFolder(t);
  const first = writeProgram(join(root, "b", "tool"), "exit 0");
  writeProgram(join(root, "c", "tool"), "exit 0");
  const PATH = ["a", "b", "c"].map((name) => join(root, name)).join(":");
  assert.equal(findProgram("tool", { PATH }), first);
});

test("passes over folders and files that cannot be run", (t) => {
  const root = temporaryFolder(t);
  mkdirSync(join(root, "a", "tool"), { recursive: true });
  mkdirSync(join(root, "b"));
  writeFileSync(join(root, "b", "tool"), "", { mode: 0o644 });
  const PATH = `${join(root, "a")}:${join(root, "b")}`;
  assert.equal(findProgram("tool", { PATH }), undefined);
  const program = writeProgram(join(root, "c", "tool"), "exit 0");
  assert.equal(findProgram("tool", { PATH: `${PATH}:${join(root, "c")}` }), program);
});

test("answers with a full path for a relative entry of the PATH", () => {
  const found = findProgram("sh", { PATH: "../../../../../../../../../../bin" });
  assert.ok(found && isAbsolute(found));
});

test("finds nothing without a PATH", () => {
  assert.equal(findProgram("sh", {}), undefined);
});
