import assert from "node:assert/strict";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import {
  readStackFailure,
  readStackState,
  writeStackFailure,
  writeStackState,
} from "../../src/state/stack-state.ts";
import { sampleService, sampleState, temporaryState } from "../fixtures.ts";

test("reads what was written", (t) => {
  const directory = temporaryState(t);
  assert.equal(readStackState(directory), undefined);
  const state = sampleState({ services: [sampleService("kafka-1")], warnings: ["old"] });
  writeStackState(directory, state);
  assert.deepEqual(readStackState(directory), state);
  assert.equal(statSync(directory.stateFile).mode & 0o777, 0o600);
});

test("replaces the file whole: a reader that has it open sees the old state", (t) => {
  const directory = temporaryState(t);
  writeStackState(directory, sampleState({ warnings: ["old"] }));
  const names = readdirSync(directory.root);
  const reader = openSync(directory.stateFile, "r");
  t.after(() => closeSync(reader));
  writeStackState(directory, sampleState({ warnings: ["new"] }));
  assert.deepEqual(JSON.parse(readFileSync(reader, "utf8")).warnings, ["old"]);
  assert.deepEqual(readStackState(directory)?.warnings, ["new"]);
  assert.deepEqual(readdirSync(directory.root), names);
});

test("fails on a state file that cannot be read, rather than taking it for none", (t) => {
  const directory = temporaryState(t);
  mkdirSync(directory.stateFile);
  assert.throws(() => readStackState(directory), { code: "EISDIR" });
});

test("keeps why the supervisor failed", (t) => {
  const directory = temporaryState(t);
  assert.equal(readStackFailure(directory), undefined);
  const failure = { code: "PORT_TAKEN", message: "port 1 is in use", details: { port: 1 } };
  writeStackFailure(directory, failure);
  assert.deepEqual(readStackFailure(directory), failure);
});
