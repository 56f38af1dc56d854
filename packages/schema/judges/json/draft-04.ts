import type { Question } from "./ask-weir.ts";
import type { Schema } from "./random-schema.ts";

/** What jsonsubschema passes over without a word, or only in one place. */
const unknown = [
  "if",
  "then",
  "else",
  "contains",
  "propertyNames",
  "dependencies",
  "format",
  "$ref",
  "pattern",
  "patternProperties",
];

/** The first keyword of a question that jsonsubschema does not know; undefined where it knows all. */
export function unknownKeyword({ writer, reader }: Question): string | undefined {
  const text = JSON.stringify([writer, reader]);
  return unknown.find((keyword) => text.includes(`"${keyword}":`));
}

/** A schema of draft-07 in draft-04's words, which are those that jsonsubschema knows. */
export function toDraft04(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(convert(schema)));
}

type Node = { [keyword: string]: unknown };

function convert(schema: unknown): Node {
  if (schema === true) return {};
  if (schema === false) return { not: {} };
  const node = { ...(schema as Node) };
  delete node.$schema;
  delete node.default;
  if ("const" in node) {
    node.enum = [node.const];
    delete node.const;
  }
  spellBound(node, "minimum", "exclusiveMinimum", Math.max);
  spellBound(node, "maximum", "exclusiveMaximum", Math.min);
  for (const key of ["not", "additionalProperties", "additionalItems", "items"]) {
    const inner = node[key];
    // draft-04 has these two as booleans as well.
    if (typeof inner === "boolean" && key.startsWith("additional")) continue;
    if (Array.isArray(inner)) node[key] = inner.map(convert);
    else if (inner !== undefined) node[key] = convert(inner);
  }
  if (Array.isArray(node.oneOf) && excludeEachOther(node.oneOf) && node.anyOf === undefined) {
    node.anyOf = node.oneOf;
    delete node.oneOf;
  }
  for (const key of ["allOf", "anyOf", "oneOf"]) {
    if (Array.isArray(node[key])) node[key] = node[key].map(convert);
  }
  if (node.properties !== undefined) {
    const entries = Object.entries(node.properties as Node);
    node.properties = Object.fromEntries(entries.map(([name, inner]) => [name, convert(inner)]));
  }
  return node;
}

/** Alternatives of different types: "exactly one" is "at least one", which is simpler to compare. */
function excludeEachOther(branches: readonly unknown[]): boolean {
  const types = branches.map((branch) => (branch as Node).type);
  const numbers = types.filter((type) => type === "integer" || type === "number");
  return (
    types.every((type) => typeof type === "string") &&
    new Set(types).size === types.length &&
    numbers.length < 2
  );
}

/** Two bounds of draft-07 are one and a flag. */
function spellBound(
  node: Node,
  plain: string,
  exclusive: string,
  tighter: (a: number, b: number) => number,
): void {
  const strict = node[exclusive];
  if (typeof strict !== "number") return;
  const bound = typeof node[plain] === "number" ? tighter(node[plain], strict) : strict;
  node[plain] = bound;
  node[exclusive] = bound === strict;
}
