/** Texts below AWS Glue's limit (170,000 characters) that cost most; each a pair to be compared. */
export interface HostileCase {
  readonly name: string;
  readonly texts: readonly [string, string];
}

const nest = (depth: number, open: string, inner: string, close: string) =>
  open.repeat(depth) + inner + close.repeat(depth);
const record = (name: string, fields: readonly object[], rest: object = {}) => ({
  type: "record",
  name,
  fields,
  ...rest,
});
const fields = (count: number, prefix: string, rest: object) =>
  Array.from({ length: count }, (_, index) => ({ name: `${prefix}${index}`, ...rest }));
const both = (name: string, text: string): HostileCase => ({ name, texts: [text, text] });

const arrays = (depth: number, inner = '"int"') =>
  nest(depth, '{"type":"array","items":', inner, "}");

/** A ring of records; rings of coprime lengths meet in every combination. */
function ring(length: number, last: string) {
  let text = `["null","R0",${last}]`;
  for (let index = length - 1; index >= 0; index--) {
    text = `{"type":"record","name":"R${index}","fields":[{"name":"f","type":${text}}]}`;
  }
  return text;
}

/** Each record has two fields of the next one: 2^depth ways, one answer. */
function doubling(depth: number, last: string) {
  let type: object | string = last;
  for (let index = depth; index > 0; index--) {
    type = record(`R${index}`, [
      { name: "a", type: ["null", type] },
      { name: "b", type: ["null", `${index === depth ? last : `R${index + 1}`}`] },
    ]);
  }
  return JSON.stringify(type);
}

/** Every branch of the one has to be tried against every branch of the other. */
const wide = (prefix: string, count: number, type: string) =>
  JSON.stringify(
    Array.from({ length: count }, (_, index) =>
      record(`${prefix}${index}`, [
        { name: "f", type },
        { name: "n", type: ["null", `${prefix}0`], default: null },
      ]),
    ),
  );

export const hostileCases: readonly HostileCase[] = [
  both("arrays as deep as allowed", arrays(990)),
  both("arrays too deep", arrays(8_000)),
  both("arrays that only begin", '{"type":"array","items":'.repeat(7_000)),
  both("brackets", "[".repeat(170_000)),
  both("a property too deep", `{"type":"int","doc":${nest(80_000, "[", "", "]")}}`),
  { name: "deep arrays that differ", texts: [arrays(990), arrays(990, '"string"')] },
  both("records in records", ring(320, '"int"')),
  both("10,000 fields", JSON.stringify(record("R", fields(10_000, "f", { type: "int" })))),
  {
    name: "thousands of columns, all renamed",
    texts: [
      JSON.stringify(record("R", fields(5_000, "a", { type: "int" }))),
      JSON.stringify(record("R", fields(5_000, "b", { type: "int" }))),
    ],
  },
  { name: "rings of coprime lengths", texts: [ring(1_499, '"int"'), ring(1_500, '"string"')] },
  { name: "short rings of coprime lengths", texts: [ring(89, '"int"'), ring(97, '"string"')] },
  { name: "two ways at each level", texts: [doubling(240, "int"), doubling(240, "string")] },
  both("two ways at each level, alike", doubling(240, "int")),
  { name: "wide unions", texts: [wide("A", 1_200, "int"), wide("B", 1_200, "string")] },
  { name: "wide unions, alike", texts: [wide("A", 1_200, "int"), wide("A", 1_200, "int")] },
  { name: "wide unions, renamed", texts: [wide("A", 1_200, "int"), wide("B", 1_200, "int")] },
  {
    name: "one type at every field",
    texts: ["int", "string"].map((type) =>
      JSON.stringify(
        record("Top", [
          { name: "first", type: record("R", fields(2_000, "g", { type: "int", default: 1 })) },
          ...fields(2_000, "f", { type: "R" }),
          { name: "last", type },
        ]),
      ),
    ) as [string, string],
  },
  both(
    "a default of many records of many fields",
    JSON.stringify(
      record("R", [
        {
          name: "f",
          type: {
            type: "array",
            items: record("I", fields(3_000, "f", { type: "int", default: 1 })),
          },
          default: Array.from({ length: 15_000 }, () => ({})),
        },
      ]),
    ),
  ),
  both(
    "a default of numbers",
    JSON.stringify(
      record("R", [
        {
          name: "f",
          type: { type: "array", items: "long" },
          default: Array.from({ length: 60_000 }, (_, index) => index % 10),
        },
      ]),
    ),
  ),
  both("a number of many digits", `{"type":"fixed","name":"F","size":${"1".repeat(160_000)}}`),
  both(
    "text that is nearly a number",
    JSON.stringify(
      record("R", [{ name: "f", type: "double", default: `${"1".repeat(160_000)}x` }]),
    ),
  ),
  both("a long name", JSON.stringify(record("n".repeat(160_000), []))),
  both("a name of dots", JSON.stringify(record(".".repeat(160_000), []))),
  both("comments that do not end", `{${"/* ".repeat(50_000)}`),
  both("many comments", `{${"//\n".repeat(50_000)}"type":"int"}`),
  {
    name: "many aliases",
    texts: [
      JSON.stringify(
        record("R", [
          { name: "f", type: "int", aliases: fields(20_000, "", {}).map((_, i) => `a${i}`) },
        ]),
      ),
      JSON.stringify(record("R", fields(5_000, "a", { type: "int" }))),
    ],
  },
  both(
    "a wide enum",
    JSON.stringify({
      type: "enum",
      name: "E",
      symbols: fields(20_000, "S", {}).map(({ name }) => name),
    }),
  ),
  {
    name: "a wide enum that lost all symbols",
    texts: ["S", "T"].map((prefix) =>
      JSON.stringify({
        type: "enum",
        name: "E",
        symbols: fields(15_000, prefix, {}).map(({ name }) => name),
      }),
    ) as [string, string],
  },
  both(
    "names of Object's own",
    JSON.stringify(record("constructor", [{ name: "__proto__", type: "int" }])),
  ),
];
