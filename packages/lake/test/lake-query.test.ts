import assert from "node:assert/strict";
import { test } from "node:test";
import { hasErrorCode } from "@weir/core";
import { queryLake, readLakeStatus } from "../src/lake-query.ts";
import { fakeLakehouse } from "./fake-lakehouse.ts";

const options = { environment: process.env, deadlineMs: 30_000, lakePath: "/lake" };

test("gives the rows of a query", async () => {
  const python = await fakeLakehouse(`print(json.dumps([{"args": sys.argv[1:]}]))`);
  assert.deepEqual(await queryLake("select 'é'", { ...options, python }), [
    { args: ["query", "--lake", "/lake", "--sql", "select 'é'"] },
  ]);
});

test("gives the tables of a lake", async () => {
  const python = await fakeLakehouse(`print('[{"database": "d", "table": "t"}]')`);
  assert.deepEqual(await readLakeStatus({ ...options, python }), [{ database: "d", table: "t" }]);
});

test("fails with the engine's words", async () => {
  const python = await fakeLakehouse(`
print(json.dumps({"event": "error", "code": "QUERY_FAILED", "message": "no table silver.x"}))
sys.exit(1)`);
  await assert.rejects(queryLake("select", { ...options, python }), (error: Error) => {
    assert.ok(hasErrorCode(error, "QUERY_FAILED"));
    assert.match(error.message, /no table silver\.x/);
    return true;
  });
});
