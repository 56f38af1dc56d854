/**
 * JSON Schema text to a resolved graph, as lenient as Everit 1.14, the parser of AWS's clients:
 * only what the root leads to is looked at, unknown keywords and formats are passed over, keywords
 * beside `$ref` do not count, a remote `$ref` is not fetched.
 * https://json-schema.org/draft-07/json-schema-validation
 */
import { WeirError } from "@weir/core";
import { fail } from "../avro/invalid.ts";
import type { SchemaReference } from "../data-format.ts";
import { isJsonObject } from "../json-node.ts";
import { draftOf, type JsonDocument, maxDepth, openDocument, type Place } from "./json-document.ts";
import { type Draft, emptySchema, type JsonSchema, type MutableSchema } from "./json-schema.ts";
import { findBadKeyword } from "./node-rules.ts";
import { findPatternProblem } from "./pattern.ts";
import { readKeywords } from "./read-keywords.ts";
import { type Located, ReferenceResolver } from "./resolve-reference.ts";

export interface ParsedJsonSchema {
  readonly root: JsonSchema;
  /** As Confluent reads it: without `$schema` it is draft-07 there, and draft-04 in AWS's clients. */
  readonly confluentRoot: () => JsonSchema;
  /** Text and references: where these are equal nothing is compared. */
  readonly identity: string;
}

/**
 * Without `$schema` the draft is 04, as in AWS's clients; a text that is none there, such as `true`
 * or with a numeric `exclusiveMinimum`, is read as draft-07.
 *
 * @throws WeirError SCHEMA_INVALID; the message ends with the place, `details.path` holds it.
 */
export function parseJsonSchema(
  text: string,
  references: readonly SchemaReference[] = [],
): ParsedJsonSchema {
  const document = openDocument(text, "", undefined);
  const named = draftOf(document.root);
  const parse = (draft: Draft) => new SchemaParser(references).parse({ ...document, draft });
  const identity = [text, ...references.map((reference) => JSON.stringify(reference))].join("\n");
  const parsed = (root: JsonSchema, confluentRoot: () => JsonSchema): ParsedJsonSchema => ({
    root,
    confluentRoot,
    identity,
  });
  if (named !== undefined) {
    const root = parse(named);
    return parsed(root, () => root);
  }
  const [first, second] = [tryParse(() => parse("04")), () => tryParse(() => parse("07"))];
  if (first instanceof WeirError) {
    const root = second();
    if (root instanceof WeirError) throw first;
    return parsed(root, () => root);
  }
  return parsed(first, () => {
    const root = second();
    return root instanceof WeirError ? first : root;
  });
}

function tryParse(parse: () => JsonSchema): JsonSchema | WeirError {
  try {
    return parse();
  } catch (error) {
    if (error instanceof WeirError) return error;
    throw error;
  }
}

/** Builds the schemas that the root leads to, one after the other: depth costs no stack. */
class SchemaParser {
  readonly #resolver: ReferenceResolver;
  readonly #built = new Map<object, MutableSchema>();
  readonly #open: { located: Located; schema: MutableSchema }[] = [];
  /** Schemas that are nothing but a reference, and what they refer to. */
  readonly #aliases = new Map<MutableSchema, MutableSchema>();

  constructor(references: readonly SchemaReference[]) {
    this.#resolver = new ReferenceResolver(references);
  }

  parse(document: JsonDocument): JsonSchema {
    const root = this.#schemaAt({ document, place: document.root });
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      this.#build(next.schema, next.located);
    }
    for (const schema of this.#aliases.keys()) schema.target = this.#endOf(schema);
    return root;
  }

  #schemaAt(located: Located): MutableSchema {
    const { place } = located;
    const { exact, depth } = place;
    const { draft, name } = located.document;
    if (depth > maxDepth) fail(`nested deeper than ${maxDepth} levels`, place.path.slice(0, 8));
    if (!isJsonObject(exact)) {
      if (typeof exact !== "boolean") {
        fail("no schema: expected an object or a boolean", place.path);
      }
      if (depth === 0 && draft === "04") fail("draft-04 has no boolean schemas", place.path);
      return { ...emptySchema(draft, place), always: exact };
    }
    const known = this.#built.get(exact);
    if (known !== undefined) return known;
    const schema: MutableSchema = emptySchema(draft, place);
    if (name !== "") schema.document = name;
    this.#built.set(exact, schema);
    this.#open.push({ located, schema });
    return schema;
  }

  #build(schema: MutableSchema, located: Located): void {
    const { place } = located;
    const { exact, plain } = place;
    if (!isJsonObject(exact)) return;
    const own = Object.hasOwn(exact, "$ref") ? exact.$ref : undefined;
    schema.hasDefault = Object.hasOwn(exact, "default");
    if (own !== undefined) {
      if (typeof own !== "string") fail("$ref is no text", [...place.path, "$ref"]);
      this.#aliases.set(schema, this.#schemaAt(this.#resolver.resolve(located, own)));
      return;
    }
    const bad = findBadKeyword(plain, schema.draft);
    if (bad !== undefined) {
      const keyword = bad.place[0] ?? "the schema";
      fail(`${keyword} ${bad.problem}`, [...place.path, ...bad.place]);
    }
    readKeywords(schema, place, (inner) =>
      this.#schemaAt({ document: located.document, place: inner }),
    );
    assertPattern(schema.pattern, place, ["pattern"]);
    for (const pattern of schema.patternProperties.keys()) {
      assertPattern(pattern, place, ["patternProperties", pattern]);
    }
  }

  /** What a chain of references ends at; the chain remembers it. */
  #endOf(start: MutableSchema): MutableSchema {
    const seen = new Set<MutableSchema>();
    let schema = start;
    for (;;) {
      const next = this.#aliases.get(schema);
      if (next === undefined) break;
      if (seen.has(schema)) fail("a $ref that leads back to itself", [...start.place.path, "$ref"]);
      seen.add(schema);
      schema = next;
    }
    for (const link of seen) this.#aliases.set(link, schema);
    return schema;
  }
}

function assertPattern(pattern: string | undefined, place: Place, steps: readonly string[]): void {
  const problem = pattern === undefined ? undefined : findPatternProblem(pattern);
  if (pattern === undefined || problem === undefined) return;
  const shown = JSON.stringify(pattern.slice(0, 100));
  fail(`${shown} is no regular expression: ${problem}`, [...place.path, ...steps]);
}
