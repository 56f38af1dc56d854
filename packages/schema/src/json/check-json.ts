import type { ReadQuestion } from "../data-format.ts";
import { explainSharedName } from "../explain-shared-name.ts";
import type { Direction, Violation } from "../verdict.ts";
import { TooComplex } from "./budget.ts";
import { Comparison } from "./comparison.ts";
import { explainMismatch, type Subject, tooComplex } from "./explain-mismatch.ts";
import { type Mismatch, MismatchSearch } from "./find-mismatches.ts";
import { kinds } from "./json-kind.ts";
import { type JsonSchema, targetOf } from "./json-schema.ts";
import type { ParsedJsonSchema } from "./parse-json-schema.ts";

type Found = readonly Omit<Violation, "versions">[];

/**
 * Every reason why data of `writer` may be invalid under `reader`, in the user's words; empty where
 * it is proved to be valid. Laxer than the data, as AWS and Confluent document: a required property
 * may be added with a default. Profile `confluent` also passes over `format`, and reads a schema
 * without `$schema` as draft-07.
 */
export function checkJsonRead(
  reader: ParsedJsonSchema,
  writer: ParsedJsonSchema,
  { direction, profile, jsonPolicy }: ReadQuestion,
): Found {
  if (reader.identity === writer.identity) return [];
  const confluent = profile === "confluent";
  const rootOf = (schema: ParsedJsonSchema) => (confluent ? schema.confluentRoot() : schema.root);
  const comparison = new Comparison({
    openProperties: jsonPolicy === "lenient",
    requiredDefaults: true,
    ignoreFormats: confluent,
  });
  const search = new MismatchSearch(comparison);
  const roots = [rootOf(reader), rootOf(writer)] as const;
  try {
    const written = comparison.conjunctions.of(roots[1]);
    search.explain(roots[0], written, []);
    // A "no" without a reason stays a "no".
    const silent = search.mismatches.length === 0 && !comparison.covers(roots[0], written);
    if (silent) return [unproved(direction)];
  } catch (error) {
    // Stack overflow included: depth is bounded by what the machine can do.
    if (!(error instanceof TooComplex || error instanceof RangeError)) throw error;
    if (search.mismatches.length === 0) return [unproved(direction)];
  }
  return explainAll(search.mismatches, roots, direction);
}

function explainAll(
  mismatches: readonly Mismatch[],
  roots: readonly [JsonSchema, JsonSchema],
  direction: Direction,
): Found {
  if (mismatches.length === 0) return [];
  const own = roots.map(kindOf);
  if (own.includes("key") && own.includes("envelope")) {
    return [explainSharedName(mismatches[0]?.rule ?? "TYPE_CHANGED", direction)];
  }
  if (own.includes("tombstone") && own[0] !== own[1]) {
    return [explainTombstone(mismatches, direction)];
  }
  const kind = own[0] === own[1] ? (own[0] as Kind) : "document";
  const seen = new Set<string>();
  const violations: Omit<Violation, "versions">[] = [];
  for (const mismatch of mismatches) {
    const violation = explainMismatch(mismatch, direction, subjectOf(mismatch, kind));
    const place = violation.column === undefined ? violation.path : "";
    const identity = `${violation.rule} ${place} ${violation.message}`;
    if (!seen.has(identity)) violations.push(violation);
    seen.add(identity);
  }
  return violations;
}

export type Kind = "envelope" | "key" | "tombstone" | "document";

/** What Debezium and AWS's converter print, by its shape. */
export function kindOf(root: JsonSchema): Kind {
  const schema = targetOf(root);
  if (["before", "after", "op", "source"].every((name) => schema.properties.has(name))) {
    return "envelope";
  }
  if (schema.connectName?.endsWith(".Key")) return "key";
  return schema.types === kinds.null ? "tombstone" : "document";
}

function subjectOf({ fields }: Mismatch, kind: Kind): Subject {
  const inRow = kind === "envelope" && (fields[0] === "before" || fields[0] === "after");
  const [column, ...inner] = kind === "key" ? fields : inRow ? fields.slice(1) : [];
  if (column === undefined) return { text: describeFields(fields), noun: "property" };
  const text = `column ${JSON.stringify(column)}`;
  if (inner.length === 0) return { column, text, noun: "column" };
  return { column, text: `${describeFields(inner)} of ${text}`, noun: "property" };
}

/** `property "items[].price"` */
function describeFields(fields: readonly string[]): string {
  if (fields.length === 0) return "the schema";
  const name = fields.join(".").replaceAll(".[]", "[]");
  return `property ${JSON.stringify(name)}`;
}

/** AWS's JsonSchemaConverter makes a record and a schema of a tombstone, which has neither. */
function explainTombstone(
  mismatches: readonly Mismatch[],
  direction: Direction,
): Omit<Violation, "versions"> {
  return {
    rule: mismatches[0]?.rule ?? "TYPE_CHANGED",
    direction,
    path: "/",
    message:
      'one of the schemas is {"type":"null"}, which AWS\'s JsonSchemaConverter registers for the tombstone after a DELETE',
    remedy:
      "set tombstones.on.delete=false, or use a converter that leaves tombstones without a schema",
  };
}

function unproved(direction: Direction): Omit<Violation, "versions"> {
  return {
    rule: "SCHEMA_TOO_COMPLEX",
    direction,
    path: "/",
    message: `the schema ${tooComplex.message}`,
    remedy: tooComplex.remedy,
  };
}
