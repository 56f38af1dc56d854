import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ensureSecret, readSecret, secretNames, writeSecret } from "../../src/state/secrets.ts";
import { temporaryState } from "../fixtures.ts";

test("generates a secret once and keeps it", (t) => {
  const directory = temporaryState(t);
  const secret = ensureSecret(directory, secretNames.mysqlAdminPassword);
  assert.match(secret, /^[A-Za-z0-9_-]{32}$/);
  assert.equal(ensureSecret(directory, secretNames.mysqlAdminPassword), secret);
  assert.equal(readSecret(directory, secretNames.mysqlAdminPassword), secret);
});

test("makes a different one for each name and each stack", (t) => {
  const names = Object.values(secretNames);
  const secrets = [temporaryState(t), temporaryState(t)].flatMap((directory) =>
    names.map((name) => ensureSecret(directory, name)),
  );
  assert.equal(new Set(secrets).size, 2 * names.length);
});

test("writes files that only their owner reads, the worker's alone where it may look", (t) => {
  const directory = temporaryState(t);
  for (const name of Object.values(secretNames)) {
    ensureSecret(directory, name);
    assert.equal(statSync(join(directory.secrets, name)).mode & 0o777, 0o600, name);
  }
  assert.ok(secretNames.mysqlCdcPassword.startsWith("connect/"));
  assert.ok(!secretNames.mysqlAdminPassword.startsWith("connect/"));
});

test("takes the password that the user gives", (t) => {
  const directory = temporaryState(t);
  writeSecret(directory, secretNames.mysqlAdminPassword, "given");
  assert.equal(ensureSecret(directory, secretNames.mysqlAdminPassword), "given");
});
