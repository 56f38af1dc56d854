import { fail, type Path } from "../avro/invalid.ts";
import {
  isJsonArray,
  isJsonObject,
  type JsonNode,
  JsonNumber,
  member,
  parseJson,
} from "../json-node.ts";
import type { Draft } from "./json-schema.ts";

/** One text: the schema itself, or one that it refers to. */
export interface JsonDocument {
  /** Empty for the schema itself. */
  readonly name: string;
  readonly root: Place;
  readonly draft: Draft;
  /** Subschemas that have an id of their own, by absolute URI; `#anchor` ids included. */
  readonly resources: () => Resources;
}

/** A value of a document: with the text of its numbers, and as the validator of keywords wants it. */
export class Place {
  /** Its numbers are JsonNumber, or plain where nothing is lost: `exactValue` makes them the former. */
  readonly exact: JsonNode;
  readonly plain: unknown;
  /** Steps from the root. */
  readonly depth: number;
  readonly #outer: Place | undefined;
  readonly #step: string | number;

  constructor(exact: JsonNode, plain: unknown, outer?: Place, step: string | number = "") {
    this.exact = exact;
    this.plain = plain;
    this.depth = outer === undefined ? 0 : outer.depth + 1;
    this.#outer = outer;
    this.#step = step;
  }

  /** Made when it is asked for: of most places nothing is said. */
  get path(): Path {
    const steps: (string | number)[] = [];
    for (let place: Place = this; place.#outer !== undefined; place = place.#outer) {
      steps.push(place.#step);
    }
    return steps.reverse();
  }
}

export interface Resources {
  readonly byUri: ReadonlyMap<string, Place>;
  /** Base URI of each schema object, by its JSON. */
  readonly baseOf: ReadonlyMap<JsonNode, string>;
}

/** Values that hold data, not schemas: an `id` in them names nothing. */
const dataKeywords: ReadonlySet<string> = new Set(["enum", "const", "default", "examples"]);

/** Jackson's limit, which the AWS clients live with. */
export const maxDepth = 1000;

/** @throws WeirError SCHEMA_INVALID where it is no JSON, or too deep. */
export function openDocument(text: string, name: string, draft: Draft | undefined): JsonDocument {
  const root = openRoot(text);
  const own = draft ?? draftOf(root) ?? "04";
  let resources: Resources | undefined;
  return {
    name,
    root,
    draft: own,
    resources: () => {
      resources ??= indexResources(root, name, own);
      return resources;
    },
  };
}

/** A number of which a double may not keep all, or not the spelling. */
const fineNumber = /\d{16}|\d[.eE]/;

/** Where every number fits a double, its text is not needed: reading it takes longer than the rest. */
function openRoot(text: string): Place {
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch {
    // Refuses it with the reason.
    parseJson(text);
  }
  return new Place(fineNumber.test(text) ? parseJson(text) : (plain as JsonNode), plain);
}

/**
 * The draft that `$schema` names; undefined where it names none.
 *
 * @throws WeirError SCHEMA_INVALID for a draft that AWS's parser does not know.
 */
export function draftOf({ exact }: Place): Draft | undefined {
  if (!isJsonObject(exact)) return undefined;
  const named = member(exact, "$schema");
  if (named === undefined) return undefined;
  if (typeof named !== "string") fail("$schema is no text", ["$schema"]);
  if (/^https?:\/\/json-schema\.org\/schema#?$/.test(named)) return undefined;
  const draft = /^https?:\/\/json-schema\.org\/draft-(04|06|07)\/schema#?$/.exec(named)?.[1];
  if (draft !== undefined) return draft as Draft;
  fail(`$schema ${JSON.stringify(named)} is not of draft-04, draft-06 or draft-07`, ["$schema"]);
}

/** Every schema-like object with its base URI; walked without recursion. */
function indexResources(root: Place, name: string, draft: Draft): Resources {
  const byUri = new Map<string, Place>();
  const baseOf = new Map<JsonNode, string>();
  const open: { place: Place; base: string }[] = [
    { place: root, base: resolveUri("weir:///", name) },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { place } = next;
    if (place.depth > maxDepth) fail(`nested deeper than ${maxDepth} levels`, []);
    let { base } = next;
    if (isJsonObject(place.exact)) {
      const id = member(place.exact, draft === "04" ? "id" : "$id");
      if (typeof id === "string" && member(place.exact, "$ref") === undefined) {
        const uri = resolveUri(base, id);
        if (!byUri.has(uri)) byUri.set(uri, place);
        if (!id.startsWith("#")) base = uri.replace(/#.*$/s, "");
      }
      baseOf.set(place.exact, base);
    }
    for (const step of stepsOf(place.exact)) {
      const inner = enter(place, step);
      if (inner !== undefined) open.push({ place: inner, base });
    }
  }
  return { byUri, baseOf };
}

function stepsOf(node: JsonNode): readonly (string | number)[] {
  if (isJsonArray(node)) return [...node.keys()];
  return isJsonObject(node) ? Object.keys(node).filter((key) => !dataKeywords.has(key)) : [];
}

/** The value one step further in; undefined where there is none. */
export function enter(place: Place, step: string | number): Place | undefined {
  const { exact, plain } = place;
  if (isJsonArray(exact)) {
    const index = typeof step === "number" ? step : /^(0|[1-9]\d*)$/.test(step) ? Number(step) : -1;
    const own = exact[index];
    if (own === undefined) return undefined;
    return new Place(own, (plain as unknown[])[index], place, step);
  }
  if (!isJsonObject(exact)) return undefined;
  const own = member(exact, String(step));
  if (own === undefined) return undefined;
  return new Place(own, (plain as Record<string, unknown>)[step], place, step);
}

/** The value with the text of its numbers. */
export function exactValue(node: JsonNode | number): JsonNode {
  if (typeof node === "number") return new JsonNumber(String(node));
  if (isJsonArray(node)) return node.map(exactValue);
  if (!isJsonObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, own]) => [key, exactValue(own)]));
}

/** An absolute URI; what is no URI stays as it is written. */
export function resolveUri(base: string, reference: string): string {
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}
