import assert from "node:assert/strict";
import { test } from "node:test";
import { decimalText } from "../../src/avro/decimal.ts";

const cases: [hex: string, scale: number, text: string][] = [
  ["7b", 2, "1.23"],
  ["fb2e", 2, "-12.34"],
  ["00", 2, "0.00"],
  ["", 0, "0"],
  ["ff", 0, "-1"],
  ["00ff", 3, "0.255"],
  ["05", -2, "500"],
  ["00ffffffffffffffff", 0, "18446744073709551615"],
];

for (const [hex, scale, text] of cases) {
  test(`writes 0x${hex} with scale ${scale} as ${text}`, () => {
    assert.equal(decimalText(Buffer.from(hex, "hex"), scale), text);
  });
}
