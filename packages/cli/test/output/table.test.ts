import assert from "node:assert/strict";
import { test } from "node:test";
import { renderRows, renderTable } from "../../src/output/table.ts";

test("aligns columns by what is seen of them", () => {
  const columns = [{ heading: "name" }, { heading: "pid", align: "right" }] as const;
  assert.equal(
    renderTable(columns, [
      ["\u001b[32mkafka-1\u001b[0m", "7"],
      ["東京", "1234"],
    ]),
    "NAME      PID\n\u001b[32mkafka-1\u001b[0m     7\n東京     1234\n",
  );
});

test("shows NULL, and line breaks as they are written", () => {
  assert.equal(
    renderRows(
      ["a", "n"],
      [
        { a: "x\ny", n: 1 },
        { a: null, n: 10 },
      ],
    ),
    "a      n\n----  --\nx\\ny   1\nNULL  10\n",
  );
});
