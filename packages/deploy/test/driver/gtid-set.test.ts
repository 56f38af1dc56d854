import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { coversGtidSet, parseGtidSet } from "../../src/driver/gtid-set.ts";
import { hasReached, parseRowWritten } from "../../src/driver/steps/verify.ts";

const a = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
const b = "4e11fa47-71ca-11e1-9e33-c80aa9429562";
const covers = (whole: string, part: string) =>
  coversGtidSet(parseGtidSet(whole), parseGtidSet(part));

describe("GTID sets", () => {
  it("covers what it holds, across adjoining intervals and spellings", () => {
    assert.ok(covers(`${a}:1-5:6-9`, `${a}:1-9`));
    assert.ok(covers(`${a}:1-9,${b}:1`, `${a.toUpperCase()}:3-4:7`));
    assert.ok(covers(`${a}:1-3,\n${b}:1-4`, `${b}:4`));
    assert.ok(covers(`${a}:tag:1-3`, `${a}:tag:2`));
  });

  it("does not cover a gap, another server, another tag or one transaction more", () => {
    assert.ok(!covers(`${a}:1-5:7-9`, `${a}:1-9`));
    assert.ok(!covers(`${a}:1-9`, `${b}:1`));
    assert.ok(!covers(`${a}:1-9`, `${a}:tag:1`));
    assert.ok(!covers(`${a}:1-9`, `${a}:1-10`));
    assert.ok(!covers("", `${a}:1`));
  });
});

describe("a row seen", () => {
  const row = {
    event: "row-written",
    source: "shop",
    id: "1",
    gtid: "",
    file: "b.000002",
    pos: 10,
  } as const;
  const at = (offset: Record<string, unknown> | null) => ({ offsets: [{ partition: {}, offset }] });

  it("goes by file and position where there are no GTIDs", () => {
    assert.ok(hasReached(at({ file: "b.000002", pos: 10 }), row));
    assert.ok(hasReached(at({ file: "b.000003", pos: 4 }), row));
    assert.ok(!hasReached(at({ file: "b.000002", pos: 9 }), row));
    assert.ok(!hasReached(at({ file: "b.000001", pos: 99 }), row));
    assert.ok(!hasReached(at(null), row));
  });

  it("is read from a log with other lines around it", () => {
    const log = `verify: waiting\nverify | ${JSON.stringify(row)}\nend`;
    assert.deepEqual(parseRowWritten(log), row);
    assert.equal(parseRowWritten("nothing of the kind"), undefined);
  });
});
