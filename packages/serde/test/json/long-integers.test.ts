import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonDecoder } from "../../src/json/json-codec.ts";
import { mayHoldLongInteger } from "../../src/json/long-integers.ts";

const decode = jsonDecoder();
const may = (text: string, start = 0) => mayHoldLongInteger(Buffer.from(text), start);

test("finds a long integer wherever it begins", () => {
  for (let before = 0; before < 40; before++) {
    for (const digits of ["9007199254740993", "-9007199254740993", "12345678901234567890"]) {
      const text = `${" ".repeat(before)}${digits}`;
      assert.equal(may(text), true, text);
      assert.equal(decode(Buffer.from(text)), BigInt(digits), text);
      const record = Buffer.from(`headers${text}`);
      assert.equal(decode(record, 7), BigInt(digits), text);
    }
  }
});

test("leaves what a number holds to the quick parser", () => {
  const texts = ["8999999999999999", "[123456789012345,123456789012345]", "0.30000000000000004"];
  for (const text of [...texts, '{"ts_us":1700000000000000}', "1e400", "[]", ""]) {
    assert.equal(may(text), false, text);
    assert.equal(may(`9007199254740993${text}`, 16), false, text);
  }
  assert.deepEqual(decode(Buffer.from("[9007199254740991,-0,1.25e30]")), [
    2 ** 53 - 1,
    -0,
    1.25e30,
  ]);
});

test("tells U+FFFD from bytes that are no UTF-8", () => {
  assert.equal(decode(Buffer.from('"\ufffd"')), "\ufffd");
  assert.throws(() => decode(Buffer.from([0x22, 0xc3, 0x22])), /not UTF-8/);
});
