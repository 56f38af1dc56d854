import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createStateDirectory, planStateDirectory } from "../../src/state/state-directory.ts";
import { temporaryFolder } from "../fixtures.ts";

test("makes folders that only their owner reads, and keeps them from version control", (t) => {
  const directory = planStateDirectory(join(temporaryFolder(t), "deep", ".weir"));
  createStateDirectory(directory);
  createStateDirectory(directory);
  const { root, secrets, connectSecrets, config, data, logs, lake } = directory;
  for (const folder of [root, secrets, connectSecrets, config, data, logs, lake]) {
    assert.equal(statSync(folder).mode & 0o777, 0o700, folder);
  }
  assert.equal(readFileSync(join(root, ".gitignore"), "utf8"), "*\n");
});

test("keeps every path inside the root", () => {
  for (const path of Object.values(planStateDirectory("/state"))) {
    assert.ok(path === "/state" || path.startsWith("/state/"), path);
  }
});

test("rejects a folder that it cannot write, naming it", (t) => {
  // A file in its place: root may write everywhere else.
  const root = join(temporaryFolder(t), ".weir");
  writeFileSync(root, "");
  assert.throws(() => createStateDirectory(planStateDirectory(root)), {
    code: "STATE_NOT_WRITABLE",
    message: `cannot write the state folder ${root}`,
    remedy: /WEIR_STATE_DIR/,
  });
});
