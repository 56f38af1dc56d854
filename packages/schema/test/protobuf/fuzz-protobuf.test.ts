import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalForm, checkCompatibility } from "../../src/index.ts";
import { proto2, proto3 } from "./pairs.ts";
import { Random } from "./random.ts";

const isFull = process.env.WEIR_TEST_FULL === "1";
const maxCaseMs = 1000;

/** Parses, prints and compares; false where the text is refused. Anything but SCHEMA_INVALID is thrown. */
function feed(candidate: string, earlier = candidate): boolean {
  const baselines = [{ versionNumber: 1, definition: earlier }];
  const steps = [
    () => canonicalForm("PROTOBUF", candidate),
    ...(["aws", "confluent"] as const).map(
      (profile) => () =>
        checkCompatibility({ dataFormat: "PROTOBUF", mode: "FULL", profile, candidate, baselines }),
    ),
  ];
  return steps.every((step) => {
    const started = process.threadCpuUsage();
    try {
      step();
      return true;
    } catch (error) {
      assert.equal((error as { code?: string }).code, "SCHEMA_INVALID", candidate.slice(0, 200));
      return false;
    } finally {
      // Of the processor's time: the wall clock tells of the neighbours.
      const tookMs = process.threadCpuUsage(started).user / 1000;
      assert.ok(tookMs < maxCaseMs, `${Math.round(tookMs)} ms for ${candidate.slice(0, 80)}`);
    }
  });
}

const repeat = (count: number, piece: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => piece(index)).join("");

const many = isFull ? 10_000 : 3000;

/** Each about as large as AWS allows, and whether it is Protobuf. */
const hostile: Readonly<Record<string, readonly [text: string, valid: boolean]>> = {
  "10,000 fields": [proto3(`message M {${repeat(10_000, (i) => `int32 a${i}=${i + 1};`)}}`), true],
  "many messages": [proto3(repeat(many, (i) => `message M${i}{}`)), true],
  "many enum values": [proto3(`enum E {${repeat(many, (i) => `A${i}=${i};`)}}`), true],
  "many fields in a oneof": [
    proto3(`message M { oneof o {${repeat(many, (i) => `bool a${i}=${i + 1};`)}} }`),
    true,
  ],
  "many reserved numbers and fields": [
    proto3(`message M { ${repeat(many, (i) => `reserved ${30_000 + i * 2};`)}
      ${repeat(many / 2, (i) => `bool a${i}=${i + 1};`)} }`),
    true,
  ],
  "deep nesting": [proto3(`${"message A {".repeat(10_000)}${"}".repeat(10_000)}`), false],
  "an option bomb": [
    proto3(`option java_package = ${"{a:".repeat(50_000)}1${"}".repeat(50_000)};`),
    false,
  ],
  "a list bomb": [proto3(`option java_package = {a: ${"[".repeat(80_000)}};`), false],
  "40,000 options": [
    proto3(`message M { int32 a = 1 [${"deprecated=true,".repeat(10_000)}]; }`),
    false,
  ],
  "a comment bomb": [`${"/**/".repeat(40_000)}${"//\n".repeat(3000)}${proto3("")}`, true],
  "an open comment": [`/*${"*".repeat(169_000)}`, false],
  "white space": [`${" \n".repeat(85_000)}`, true],
  "an open string": [`option a = "${"\\".repeat(169_000)}`, false],
  "a long string": [proto3(`option java_package = "${"\\377x".repeat(34_000)}";`), true],
  "20,000 strings": [proto3(`option java_package = ${"'a' ".repeat(40_000)};`), true],
  "a long number": [
    proto2(`message M { optional int32 a = 1 [default = ${"9".repeat(160_000)}]; }`),
    false,
  ],
  "a long name": [proto3(`message ${"a".repeat(160_000)} {}`), false],
  "a deep package": [`syntax = "proto3"; package ${"a.".repeat(80_000)}a; message M {}`, false],
  "names looked up from a deep scope": [
    `syntax = "proto3"; package ${"a.".repeat(490)}a; message M {${repeat(8000, (i) => `a.N a${i}=${i + 1};`)}}`,
    false,
  ],
  "a dotted name": [proto3(`message M { ${"a.".repeat(80_000)}a b = 1; }`), false],
  "500 messages that hold each other": [
    proto3(repeat(60, (i) => `message M${i} {${repeat(60, (j) => `M${j} a${j}=${j + 1};`)}}`)),
    true,
  ],
  semicolons: [proto3(";".repeat(160_000)), true],
  brackets: [proto3("[({<".repeat(40_000)), false],
};

for (const [name, [text, valid]] of Object.entries(hostile)) {
  test(`answers to ${name} within a second`, () => {
    assert.ok(text.length < 400_000);
    assert.equal(feed(text), valid);
  });
}

const seeds = [
  proto3(`import "google/protobuf/any.proto"; option java_package = "a"; message M { reserved 9, 11 to 20; reserved "x";
    optional int32 a = 1 [deprecated = true, json_name = "c"]; map<string, M> m = 2; oneof o { bytes b = 3; }
    repeated E e = 4; enum E { A = 0; B = -1; } message N { google.protobuf.Any any = 1; } }
    service S { rpc R (stream M) returns (M) { option deprecated = true; } }`),
  proto2(`message M { required string s = 1 [default = "a\\x00"]; extensions 100 to max [verification = { a: 1 }]; }
    extend M { optional float f = 100 [default = -inf]; }`),
];
const pieces = [
  ..."{}[]()<>=;:,.\"'/*-+\\\n\0é日\u{1F600}",
  "//",
  "/*",
  "*/",
  "message",
  "enum",
  "option",
  "oneof",
  "reserved",
  "extend",
  "optional group G = 2 {",
  "map<",
  "to max",
  "__proto__",
  "constructor",
  "toString",
  "0x",
  "1e400",
  "99999999999999999999",
  "19000",
  ".a.b",
  "\uD800",
];

test("throws nothing but SCHEMA_INVALID, whatever the text (seeded)", () => {
  const random = new Random(20_261_128);
  let valid = 0;
  const rounds = isFull ? 40_000 : 1500;
  for (let round = 0; round < rounds; round++) {
    const seed = random.pick(seeds);
    let text = seed;
    for (let edits = random.integer(1, 4); edits > 0; edits--) {
      const at = random.integer(0, text.length);
      const cut = random.chance(0.5) ? random.integer(0, 12) : 0;
      const piece = random.chance(0.8)
        ? random.pick(pieces)
        : text.slice(at, at + random.integer(1, 60));
      text = text.slice(0, at) + piece + text.slice(at + cut);
    }
    if (feed(text, proto3("message M { int32 a = 1; }"))) valid++;
  }
  assert.ok(valid > rounds / 100 && valid < rounds, `${valid} of ${rounds} were valid`);
  assert.deepEqual(Object.keys(Object.prototype), []);
});
