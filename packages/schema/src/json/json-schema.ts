import type { Path } from "../avro/invalid.ts";
import type { JsonNode } from "../json-node.ts";
import type { Decimal } from "./decimal.ts";
import { allKinds } from "./json-kind.ts";

/** Draft-04, 06 and 07; what else calls itself JSON Schema is none that AWS Glue takes. */
export type Draft = "04" | "06" | "07";

export interface Bound {
  readonly value: Decimal;
  readonly exclusive: boolean;
}

/**
 * One schema object (or `true`, `false`) with its keywords read: the same in all drafts, and `$ref`
 * resolved, so that a recursive schema is a cyclic graph.
 */
export interface JsonSchema {
  readonly draft: Draft;
  /** Where it is written, from the root of its document. */
  readonly place: { readonly path: Path };
  /** Name of the referenced schema that it stands in; absent in the schema itself. */
  readonly document?: string;
  /** Of a boolean schema. */
  readonly always?: boolean;
  /** What `$ref` leads to, never a reference itself; keywords beside `$ref` do not count. */
  readonly target?: JsonSchema;
  readonly hasDefault: boolean;
  /** Kinds of values that `type` allows. */
  readonly types?: number;
  /** Of `enum` and `const`. */
  readonly values?: readonly JsonNode[];
  readonly lower?: Bound;
  readonly upper?: Bound;
  readonly multipleOf?: Decimal;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** Only where the draft knows it; others say nothing. */
  readonly format?: string;
  /** Of a tuple, by position. */
  readonly tuple?: readonly JsonSchema[];
  /** Of the items after the tuple, or of all. */
  readonly rest?: JsonSchema;
  readonly contains?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems: boolean;
  readonly properties: ReadonlyMap<string, JsonSchema>;
  readonly patternProperties: ReadonlyMap<string, JsonSchema>;
  readonly additionalProperties?: JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly required: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependencies: ReadonlyMap<string, readonly string[] | JsonSchema>;
  readonly allOf: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly condition?: Condition;
  /** Kafka Connect's name of a record, as AWS's converter prints it. */
  readonly connectName?: string;
}

/** A schema while it is built. */
export type MutableSchema = { -readonly [Key in keyof JsonSchema]: JsonSchema[Key] };

/** `if` with `then` and `else`. */
export interface Condition {
  readonly when: JsonSchema;
  readonly then?: JsonSchema;
  readonly otherwise?: JsonSchema;
}

const noSchemas: ReadonlyMap<string, never> = new Map<string, never>();
const nothing: readonly never[] = [];

/** A schema without any keyword accepts everything. */
export function emptySchema(draft: Draft, place: JsonSchema["place"]): JsonSchema {
  return {
    draft,
    place,
    hasDefault: false,
    uniqueItems: false,
    properties: noSchemas,
    patternProperties: noSchemas,
    required: nothing,
    dependencies: noSchemas,
    allOf: nothing,
  };
}

/** The schema that counts: what a `$ref` leads to, else the schema itself. */
export function targetOf(schema: JsonSchema): JsonSchema {
  return schema.target ?? schema;
}

/** Of what is written nowhere. */
export const nowhere: JsonSchema["place"] = { path: [] };

/** `false` */
export const neverSchema: JsonSchema = { ...emptySchema("07", nowhere), always: false };

/** Whether a dependency names properties; else it is a schema. */
export function isNames(
  dependency: readonly string[] | JsonSchema,
): dependency is readonly string[] {
  return Array.isArray(dependency);
}

/** Alternatives within alternatives, deeper than which nothing is known. */
const maxAlternatives = 6;

/** What `kindsOf` found, by depth: references to references multiply. */
const knownKinds = new WeakMap<JsonSchema, number[]>();

/** Kinds that a schema's `type`, or those of its alternatives, allow. */
export function kindsOf(reference: JsonSchema, depth = 0): number {
  const schema = targetOf(reference);
  if (schema.always === false) return 0;
  const branches = schema.anyOf ?? schema.oneOf;
  const own = schema.types ?? allKinds;
  if (branches === undefined || depth >= maxAlternatives) return own;
  let known = knownKinds.get(schema);
  if (known === undefined) {
    known = [];
    knownKinds.set(schema, known);
  }
  const found =
    known[depth] ?? own & branches.reduce((mask, branch) => mask | kindsOf(branch, depth + 1), 0);
  known[depth] = found;
  return found;
}
