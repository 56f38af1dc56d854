import assert from "node:assert/strict";
import { test } from "node:test";
import { rememberLatest } from "../src/remember-latest.ts";

test("asks once for a text, and again only when much else was asked", () => {
  let asked = 0;
  const remember = rememberLatest((text) => ({ length: text.length, call: ++asked }));
  const first = remember("a");
  assert.equal(remember("a"), first);
  remember("b".repeat(300_000));
  assert.equal(remember("a"), first);
  remember("c".repeat(300_000));
  assert.notEqual(remember("a"), first);
  assert.equal(remember("a").length, 1);
});

test("answers a text that is larger than all it keeps, and keeps nothing of it", () => {
  let asked = 0;
  const remember = rememberLatest(() => ++asked);
  const huge = "x".repeat(400_001);
  assert.deepEqual([remember(huge), remember(huge)], [1, 2]);
});

test("does not keep what is thrown", () => {
  let asked = 0;
  const remember = rememberLatest(() => {
    asked += 1;
    throw new Error("no");
  });
  for (const _ of [1, 2]) assert.throws(() => remember("a"), /no/);
  assert.equal(asked, 2);
});
