import assert from "node:assert/strict";
import { test } from "node:test";
import { planServerOptions } from "../../src/services/mysql.ts";

function plan(version: string): string[] {
  const major = Number.parseInt(version, 10);
  const server = {
    file: "",
    leadingArgs: [],
    shareDirectory: undefined,
    version,
    major,
    origin: "",
  };
  return planServerOptions(server, 20001, "/secrets/mysql.sock");
}

const has = (version: string, option: string) =>
  plan(version).some((each) => each.startsWith(`--${option}`));

test("sets the binlog format where the server still has another", () => {
  assert.equal(has("8.0.43", "binlog-format=ROW"), true);
  assert.equal(has("8.4.6", "binlog-format=ROW"), true);
  assert.equal(has("9.0.1", "binlog-format"), false);
  assert.equal(has("9.7.4", "binlog-format"), false);
});

test("keeps cascades in the storage engine where the server would log them", () => {
  const versions = ["8.4.6", "9.5.0", "9.6.0", "9.7.4", "9.10.0", "10.0.0"];
  assert.deepEqual(
    versions.map((version) => has(version, "innodb-native-foreign-keys=ON")),
    [false, false, true, true, true, true],
  );
});

test("plans what Debezium needs, on loopback only", () => {
  const options = plan("8.4.6");
  for (const option of [
    "--bind-address=127.0.0.1",
    "--port=20001",
    "--socket=/secrets/mysql.sock",
    "--mysqlx=OFF",
    "--binlog-row-image=FULL",
    "--binlog-row-metadata=FULL",
    "--gtid-mode=ON",
    "--default-time-zone=+00:00",
  ]) {
    assert.ok(options.includes(option), option);
  }
});
