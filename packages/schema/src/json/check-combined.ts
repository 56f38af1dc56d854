import type { Conjunction } from "./conjunction.ts";
import type { Comparer, Demand } from "./demand.ts";
import { type JsonSchema, kindsOf } from "./json-schema.ts";

/** Demands of `allOf`, `anyOf`, `oneOf`, `not` and `if`. */
export function* combinedDemands(
  schema: JsonSchema,
  writer: Conjunction,
  comparer: Comparer,
): Iterable<Demand> {
  for (const [index, part] of schema.allOf.entries()) {
    yield {
      rule: "PRODUCT_TYPE_EXTENDED",
      step: ["allOf", index],
      met: () => comparer.covers(part, writer),
      inner: { reader: part, writer },
    };
  }
  const { anyOf, oneOf, not } = schema;
  if (anyOf !== undefined) {
    yield choiceDemand("anyOf", anyOf, writer, comparer, (known) =>
      likely(anyOf, known).some((branch) => comparer.covers(branch, known)),
    );
  }
  if (oneOf !== undefined) {
    yield choiceDemand("oneOf", oneOf, writer, comparer, (known) =>
      likely(oneOf, known).some(
        (branch) => comparer.covers(branch, known) && isOnly(branch, oneOf, known, comparer),
      ),
    );
  }
  if (not !== undefined) {
    yield {
      rule: "NOT_TYPE_EXTENDED",
      step: ["not"],
      met: () => comparer.isEmpty(comparer.conjunctions.with(writer, { holds: [not] })),
    };
  }
  yield* conditionDemands(schema, writer, comparer);
}

function choiceDemand(
  keyword: "anyOf" | "oneOf",
  branches: readonly JsonSchema[],
  writer: Conjunction,
  comparer: Comparer,
  holds: (known: Conjunction) => boolean,
): Demand {
  const known = writer.choices.length > 0;
  return {
    rule: known ? "COMBINED_TYPE_SUBSCHEMAS_CHANGED" : "SUM_TYPE_NARROWED",
    step: [keyword],
    branches,
    met: () => isCoveredByOneChoice(writer, comparer, holds) || holds(writer),
  };
}

/** Whether each alternative of one of the writer's choices will do, whatever the others are. */
function isCoveredByOneChoice(
  writer: Conjunction,
  { conjunctions, options }: Comparer,
  holds: (known: Conjunction) => boolean,
): boolean {
  // The lenient policy goes by what is not declared: then no alternative may be left out.
  if (options.openProperties && writer.choices.length > 1) return false;
  const taken = writer.choices.map((choice) => choice.id);
  return writer.choices.some((choice) =>
    choice.branches.every((branch) => {
      const { source } = conjunctions.take(writer, choice, branch);
      return holds(conjunctions.make({ ...source, taken: [...source.taken, ...taken] }));
    }),
  );
}

/** Branches that some value of the writer's kinds could be valid under. */
function likely(branches: readonly JsonSchema[], writer: Conjunction): readonly JsonSchema[] {
  return branches.filter((branch) => (kindsOf(branch) & writer.mask) !== 0);
}

/** Whether what the writer allows is valid under no other branch. */
function isOnly(
  branch: JsonSchema,
  branches: readonly JsonSchema[],
  writer: Conjunction,
  comparer: Comparer,
): boolean {
  return branches.every(
    (other) =>
      other === branch || comparer.isEmpty(comparer.conjunctions.with(writer, { holds: [other] })),
  );
}

function* conditionDemands(
  schema: JsonSchema,
  writer: Conjunction,
  comparer: Comparer,
): Iterable<Demand> {
  if (schema.condition === undefined) return;
  const { when, then, otherwise } = schema.condition;
  const cases = [
    ["then", then, { holds: [when] }],
    ["else", otherwise, { fails: [when] }],
  ] as const;
  for (const [keyword, reader, known] of cases) {
    if (reader === undefined) continue;
    yield {
      rule: "CONDITION_CHANGED",
      step: [keyword],
      met: () => comparer.covers(reader, comparer.conjunctions.with(writer, known)),
    };
  }
}
