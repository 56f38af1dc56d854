import assert from "node:assert/strict";
import { test } from "node:test";
import { dropAborted } from "../src/drop-aborted.ts";

const batch = (firstOffset: bigint, producerId: bigint, attributes = 0x10) => ({
  firstOffset,
  lastOffsetDelta: 1,
  attributes,
  producerId,
});
const marker = (offset: bigint, producerId: bigint) => ({
  ...batch(offset, producerId, 0x30),
  lastOffsetDelta: 0,
});
const left = (batches: Parameters<typeof dropAborted>[0], ...aborted: [bigint, bigint][]) =>
  dropAborted(
    batches,
    aborted.map(([producerId, firstOffset]) => ({ producerId, firstOffset })),
  ).map(({ firstOffset }) => Number(firstOffset));

test("drops what a producer aborted, twice in one answer, and nothing else of it", () => {
  const batches = [
    batch(0n, 1n),
    marker(2n, 1n),
    batch(3n, 1n),
    batch(5n, 2n),
    marker(7n, 1n),
    batch(8n, 1n),
    marker(10n, 1n),
    batch(11n, 1n),
    batch(13n, 1n, 0),
  ];
  assert.deepEqual(left(batches, [1n, 8n], [1n, 3n]), [0, 2, 5, 7, 10, 11, 13]);
  assert.equal(left(batches).length, batches.length);
});

test("drops a transaction whose end is not there yet", () => {
  assert.deepEqual(left([batch(0n, 1n), batch(2n, 2n), batch(4n, 1n)], [1n, 0n]), [2]);
});
