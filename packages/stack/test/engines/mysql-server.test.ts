import assert from "node:assert/strict";
import { test } from "node:test";
import { mysqldCommand, parseMysqlVersion } from "../../src/engines/mysql-server.ts";

test("reads the version that mysqld prints", () => {
  const line = "/usr/sbin/mysqld  Ver 9.7.4-2 for debian-linux-gnu on x86_64 ((Debian))";
  assert.equal(parseMysqlVersion(line), "9.7.4");
  assert.equal(parseMysqlVersion("mysqld  Ver 8.0.43 for Linux on x86_64"), "8.0.43");
  assert.equal(parseMysqlVersion("mysqld: command not found"), undefined);
});

test("calls the server without the machine's defaults, as the first thing it is told", () => {
  const server = {
    file: "/loader",
    leadingArgs: ["--library-path", "/libs", "/usr/sbin/mysqld"],
    shareDirectory: "/share",
    version: "9.7.4",
    major: 9,
    origin: "test",
  };
  const command = mysqldCommand(server, ["--port=1"]);
  assert.deepEqual(command.args.slice(0, 4), [...server.leadingArgs, "--no-defaults"]);
  assert.ok(command.args.includes("--lc-messages-dir=/share"));
  assert.equal(command.args.at(-1), "--port=1");
  assert.equal(command.dropCapabilities, true);
  const plain = mysqldCommand({ ...server, leadingArgs: [], shareDirectory: undefined }, []);
  assert.equal(plain.args[0], "--no-defaults");
  assert.ok(!plain.args.some((arg) => arg.startsWith("--lc-messages-dir")));
});
