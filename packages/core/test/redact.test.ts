import assert from "node:assert/strict";
import { test } from "node:test";
import { redactUrls } from "@weir/core";
import { isPlainSecret } from "../src/redact.ts";

test("replaces the password of a URL and nothing else", () => {
  assert.equal(redactUrls("to mysql://root:pa:ss@db:3306/x"), "to mysql://root:***@db:3306/x");
  assert.equal(redactUrls("mysql://root@db:3306/x"), "mysql://root@db:3306/x");
  assert.equal(redactUrls("http://127.0.0.1:8083/a@b"), "http://127.0.0.1:8083/a@b");
});

test("tells a secret from a reference to one", () => {
  assert.equal(isPlainSecret("database.password", "x"), true);
  assert.equal(isPlainSecret("database.password", "$" + "{file:/a:b}"), false);
  assert.equal(isPlainSecret("max.batch.size", "x"), false);
});
