import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalForm } from "../src/index.ts";

function canonical(text: string): string {
  return canonicalForm("AVRO", text);
}

test("ignores white space and the order of members", () => {
  assert.equal(canonical('{ "type": "int",\n "doc": "x" }'), canonical('{"doc":"x","type":"int"}'));
});

test("keeps apart what readers can tell: order of fields, doc, defaults, properties, numbers", () => {
  const different = [
    '{"fields":[{"name":"a"},{"name":"b"}]}',
    '{"fields":[{"name":"b"},{"name":"a"}]}',
    '{"fields":[{"name":"a"},{"name":"b","doc":"d"}]}',
    '{"fields":[{"name":"a"},{"name":"b","default":null}]}',
    '{"fields":[{"name":"a"},{"name":"b","connect.version":1}]}',
    '{"fields":[{"name":"a"},{"name":"b","default":9007199254740993}]}',
    '{"fields":[{"name":"a"},{"name":"b","default":9007199254740992}]}',
    '{"fields":[{"name":"a"},{"name":"b","default":1}]}',
    '{"fields":[{"name":"a"},{"name":"b","default":1.0}]}',
    '{"fields":[{"name":"a"},{"name":"b","__proto__":1}]}',
  ];
  assert.equal(new Set(different.map(canonical)).size, different.length);
});
