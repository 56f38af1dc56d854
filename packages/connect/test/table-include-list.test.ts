import assert from "node:assert/strict";
import { test } from "node:test";
import { renderTableIncludeList } from "../src/index.ts";

const matches = (list: string, table: string) =>
  list.split(",").some((pattern) => new RegExp(`^(?:${pattern})$`, "i").test(table));

test("escapes the dollar and the dot of a name", () => {
  const list = renderTableIncludeList(["test_db.a$b"]);
  assert.equal(list, "test_db\\.a\\$b");
  assert.ok(matches(list, "test_db.a$b"));
  assert.ok(!matches(list, "test_dbxa$b"));
});

test("does not capture a table whose name contains another's", () => {
  const list = renderTableIncludeList(["shop.orders"]);
  assert.ok(!matches(list, "shop.orders_old"));
  assert.ok(!matches(list, "my_shop.orders"));
});

test("matches each generated name and no other one", () => {
  const letters = "ab$_-0";
  const word = (n: number) =>
    Array.from({ length: 3 }, (_, i) => letters[Math.floor(n / 6 ** i) % 6]).join("");
  const tables = Array.from(
    { length: 216 },
    (_, n) => `d${word(n).replaceAll("-", "_")}.t${word(n)}`,
  );
  for (const table of tables.slice(0, 60)) {
    const list = renderTableIncludeList([table]);
    assert.deepEqual(
      tables.filter((other) => matches(list, other)),
      tables.filter((other) => other === table),
    );
  }
});
