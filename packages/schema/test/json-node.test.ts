import assert from "node:assert/strict";
import { test } from "node:test";
import { parseJson, renderCanonicalJson } from "../src/json-node.ts";

const numbers = [
  "0",
  "-0",
  "7",
  "-7",
  "1.0",
  "-1.50",
  "1e3",
  "1E+3",
  "0.1",
  "123456789012345",
  "1234567890123456",
  "9007199254740993",
  "-9223372036854775808",
  "1e999",
];

test("keeps the text of each number, wherever it stands", () => {
  for (const number of numbers) {
    for (const [open, close] of [
      ["", ""],
      ["[", "]"],
      ["[1,\n\t", ",2]"],
      ['{"a":', ',"b":"1.5"}'],
      ['{"__proto__": ', "}"],
      ['[{"a":{"b":[', "]}}]"],
    ]) {
      const text = `${open}${number}${close}`;
      assert.equal(renderCanonicalJson(parseJson(text)), text.replaceAll(/[\s]/g, ""));
    }
  }
});

test("rejects what is nested beyond reason, with numbers of any kind", () => {
  for (const inner of ["1", "1.5"]) {
    const deep = "[".repeat(80_000) + inner + "]".repeat(80_000);
    assert.throws(() => parseJson(deep), { code: "SCHEMA_INVALID", message: /nested deeper/ });
  }
});
