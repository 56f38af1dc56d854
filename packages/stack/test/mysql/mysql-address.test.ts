import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMysqlUrl } from "../../src/mysql/mysql-address.ts";

test("reads host, port and user of a URL", () => {
  const { readPassword, ...address } = parseMysqlUrl("mysql://ad%40min@db.example:3307", () => "p");
  assert.deepEqual(address, {
    host: "db.example",
    port: 3307,
    user: "ad@min",
    accountHost: "%",
  });
  assert.equal(readPassword(), "p");
});

test("takes MySQL's port where the URL has none", () => {
  assert.equal(parseMysqlUrl("mysql://root@127.0.0.1", () => "").port, 3306);
});

test("does not read the password before it is needed", () => {
  const address = parseMysqlUrl("mysql://root@127.0.0.1", () => assert.fail("read"));
  assert.throws(() => address.readPassword(), /read/);
});
