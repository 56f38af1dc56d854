import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readLogTail, rotateLog } from "../../src/process/log-tail.ts";
import { temporaryFolder } from "../fixtures.ts";

test("answers with the last lines of a short and of a long file", (t) => {
  const file = join(temporaryFolder(t), "log");
  writeFileSync(file, "one\ntwo\n");
  assert.equal(readLogTail(file), "one\ntwo");
  const lines = Array.from({ length: 50_000 }, (_, index) => `line ${index}`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  assert.equal(readLogTail(file, 3), "line 49997\nline 49998\nline 49999");
  assert.equal(readLogTail(file).split("\n").length, 15);
});

test("reads no more of one endless line than its end", (t) => {
  const file = join(temporaryFolder(t), "log");
  writeFileSync(file, `${"x".repeat(1_000_000)}end`);
  const tail = readLogTail(file);
  assert.ok(tail.length <= 64 * 1024 && tail.endsWith("end"));
});

test("answers with nothing for a file that is empty or not there", (t) => {
  const file = join(temporaryFolder(t), "log");
  assert.equal(readLogTail(file), "");
  writeFileSync(file, "");
  assert.equal(readLogTail(file), "");
});

test("keeps the log of the run before, and only that", (t) => {
  const file = join(temporaryFolder(t), "log");
  rotateLog(file);
  assert.equal(existsSync(`${file}.1`), false);
  writeFileSync(file, "first");
  rotateLog(file);
  writeFileSync(file, "second");
  rotateLog(file);
  assert.equal(existsSync(file), false);
  assert.equal(readFileSync(`${file}.1`, "utf8"), "second");
});
