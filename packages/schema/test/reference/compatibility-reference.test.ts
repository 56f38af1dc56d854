import assert from "node:assert/strict";
import { test } from "node:test";
import { compatibilityModes } from "@weir/core";
import { dataFormats, renderCompatibilityReference } from "../../src/index.ts";
import { judgeTableChange, tableChanges } from "../../src/reference/table-changes.ts";

/** By hand from AWS's rules: BACKWARD, FORWARD and FULL of dropping, adding, adding NOT NULL. */
const expected = {
  AVRO: ["yes yes yes", "yes yes yes", "no yes no"],
  JSON: ["yes no no", "no yes no", "no yes no"],
  PROTOBUF: ["yes yes yes", "yes yes yes", "yes yes yes"],
} as const;

for (const dataFormat of dataFormats) {
  for (const [index, change] of tableChanges.entries()) {
    test(`judges ${dataFormat}: ${change.name}`, () => {
      const say = (suffix: string) =>
        (["BACKWARD", "FORWARD", "FULL"] as const)
          .map((mode) =>
            judgeTableChange({ dataFormat, change, mode: `${mode}${suffix}` as "FULL" }),
          )
          .map((verdict) => (verdict?.compatible ? "yes" : "no"))
          .join(" ");
      assert.equal(say(""), expected[dataFormat][index]);
      assert.equal(say("_ALL"), expected[dataFormat][index]);
      assert.equal(judgeTableChange({ dataFormat, change, mode: "NONE" })?.compatible, true);
      assert.equal(judgeTableChange({ dataFormat, change, mode: "DISABLED" }), undefined);
    });
  }
}

test("lets columns be added and dropped in JSON by the lenient policy", () => {
  for (const change of tableChanges) {
    const verdict = judgeTableChange({
      dataFormat: "JSON",
      change,
      mode: "FULL_ALL",
      jsonPolicy: "lenient",
    });
    assert.equal(verdict?.compatible, true, change.name);
  }
});

test("writes a cell for each format, change and mode, and a reason for each no", () => {
  const page = renderCompatibilityReference();
  const rows = page.split("\n").filter((line) => line.includes("<br>`"));
  assert.equal(rows.length, tableChanges.length * (dataFormats.length + 1));
  for (const row of rows) {
    const cells = row.split(" | ").slice(1);
    assert.equal(cells.length, compatibilityModes.length);
    for (const cell of cells) assert.match(cell, /^(yes|no( \(\d\))+)( \|)?$/);
  }
  assert.match(
    page,
    /Column "address" was added NOT NULL without a default: readers of older rows/,
  );
  assert.match(page, /^\d\. Column "email" was added to an open object .*FORWARD or NONE/m);
});
