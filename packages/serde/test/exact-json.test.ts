import assert from "node:assert/strict";
import { test } from "node:test";
import { exactJson, parseExactJson } from "@weir/serde";

test("keeps integers exact: numbers up to 2^53-1, text beyond", () => {
  assert.equal(
    exactJson({ a: 9007199254740991n, b: 9007199254740993n, c: -1n }),
    '{"a":9007199254740991,"b":"9007199254740993","c":-1}',
  );
});

test("writes bytes as base64, also inside lists", () => {
  assert.equal(exactJson([Buffer.from([0, 255]), new Uint8Array([1])]), '["AP8=","AQ=="]');
});

test("does not turn what JSON lacks into null", () => {
  assert.equal(exactJson([Number.NaN, Number.POSITIVE_INFINITY, null]), '["NaN","Infinity",null]');
});

test("reads integers that a number cannot hold", () => {
  assert.deepEqual(parseExactJson('[9007199254740993, 1, 1.5, "9007199254740993"]'), [
    9007199254740993n,
    1,
    1.5,
    "9007199254740993",
  ]);
});
