import assert from "node:assert/strict";
import { test } from "node:test";
import { applyPatch, type Operation } from "rfc6902";
import { diffDefinitions } from "../src/diff-definitions.ts";
import { formatSamples } from "./contract/definitions.ts";

/** What the patch makes of the first document. */
function patched(first: string, second: string, parse: (text: string) => unknown) {
  const diff = diffDefinitions(first, second);
  assert.ok(diff !== undefined && diff.length <= 340_000);
  const patch = (JSON.parse(diff) as Operation[]).map((operation) => ({
    ...operation,
    path: `/root${operation.path}`,
  }));
  const document = { root: parse(first) };
  assert.deepEqual(
    applyPatch(document, patch).filter((problem) => problem !== null),
    [],
  );
  return { result: document.root, patch };
}

const record = (...names: string[]) =>
  JSON.stringify({
    type: "record",
    name: "R",
    fields: names.map((name) => ({ name, type: "int" })),
  });

test("adds, removes and changes array items where they stand", () => {
  assert.equal(
    diffDefinitions(record("a", "b", "c"), record("a", "x", "b", "c")),
    '[{"op":"add","path":"/fields/1","value":{"name":"x","type":"int"}}]',
  );
  assert.equal(
    diffDefinitions(record("a", "b", "c"), record("b", "c")),
    '[{"op":"remove","path":"/fields/0"}]',
  );
  assert.equal(
    diffDefinitions(record("a", "b"), record("a", "c")),
    '[{"op":"replace","path":"/fields/1/name","value":"c"}]',
  );
  assert.equal(diffDefinitions('"int"', '"long"'), '[{"op":"replace","path":"","value":"long"}]');
  assert.equal(diffDefinitions('{ "a": 1 }', '{"a":1}'), "[]");
});

test("leads from the first document to the second, for seeded random ones", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return Math.floor((seed / 0x8000_0000) * below);
  };
  const value = (depth: number): unknown => {
    const kind = random(depth > 3 ? 3 : 5);
    if (kind < 2) return ["x", "a/b", "~", "", "__proto"][random(5)];
    if (kind === 2) return [null, true, 0, 1.5, -3][random(5)];
    const size = random(6);
    const items = Array.from({ length: size }, () => value(depth + 1));
    return kind === 3
      ? items
      : Object.fromEntries(
          items.map((item) => [["a/b", "c~d", "hasOwnProperty", "e"][random(4)], item]),
        );
  };
  for (let round = 0; round < 300; round += 1) {
    const [first, second] = [JSON.stringify(value(0)), JSON.stringify(value(0))];
    assert.deepEqual(patched(first, second, JSON.parse).result, JSON.parse(second));
  }
});

test("compares what is no JSON by its lines", () => {
  const { first, evolved } = formatSamples.PROTOBUF;
  const { result, patch } = patched(first, evolved, (text) => text.split("\n"));
  assert.deepEqual(result, evolved.split("\n"));
  assert.deepEqual(patch, [{ op: "add", path: "/root/4", value: "  optional string email = 3;" }]);
});

test("ends and stays small for the largest definitions", () => {
  const names = (prefix: string) =>
    Array.from({ length: 28_000 }, (_, index) => `${prefix}${index % 97}`);
  const numbers = (offset: number) =>
    JSON.stringify(Array.from({ length: 84_000 }, (_, index) => (index * 7 + offset) % 10));
  const deep = (leaf: string) =>
    `${'{"type":"array","items":'.repeat(900)}${leaf}${"}".repeat(900)}`;
  const cases = [
    [JSON.stringify(names("a")), JSON.stringify(names("b"))],
    [numbers(0), numbers(3)],
    [`${"\n".repeat(169_000)}a`, `b${"\n".repeat(100_000)}`],
    [deep('"int"'), deep('"long"')],
  ] as const;
  for (const [first, second] of cases) {
    // The product of the lengths would take minutes, and end the run by its deadline.
    const diff = diffDefinitions(first, second);
    assert.ok(diff !== undefined && diff.length <= 340_000);
  }
});

test("replaces the whole where doubles would lose digits", () => {
  const text = (number: string) => `{"type":"long","default":${number}}`;
  assert.equal(
    diffDefinitions(text("9223372036854775807"), text("9223372036854775806")),
    `[{"op":"replace","path":"","value":${text("9223372036854775806")}}]`,
  );
});
