import { fail, type Path } from "../avro/invalid.ts";
import type { SchemaReference } from "../data-format.ts";
import { enter, type JsonDocument, openDocument, type Place, resolveUri } from "./json-document.ts";

/** A schema's place together with the document that it is in. */
export interface Located {
  readonly document: JsonDocument;
  readonly place: Place;
}

/** Finds what `$ref` names: in its own document, or among the references. Nothing is fetched. */
export class ReferenceResolver {
  readonly #references = new Map<string, SchemaReference>();
  readonly #documents = new Map<string, JsonDocument>();

  constructor(references: readonly SchemaReference[]) {
    const open = [...references];
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      if (this.#references.has(next.name)) continue;
      this.#references.set(next.name, next);
      open.push(...(next.references ?? []));
    }
  }

  /** @throws WeirError SCHEMA_INVALID where nothing has that name. */
  resolve(from: Located, reference: string): Located {
    const at: Path = [...from.place.path, "$ref"];
    const hash = reference.indexOf("#");
    const address = hash < 0 ? reference : reference.slice(0, hash);
    const fragment = hash < 0 ? "" : reference.slice(hash + 1);
    if (address === "" && (fragment === "" || fragment.startsWith("/"))) {
      const found = this.#inOwnDocument(from, fragment);
      if (found !== undefined) return found;
      fail(`$ref ${JSON.stringify(reference)} leads nowhere`, at);
    }
    const { byUri, baseOf } = from.document.resources();
    const uri = resolveUri(baseOf.get(from.place.exact) ?? "weir:///", reference);
    const named = byUri.get(uri) ?? byUri.get(uri.replace(/#$/, ""));
    if (named !== undefined) return { document: from.document, place: named };
    const bare = uri.replace(/#.*$/s, "");
    const resource = byUri.get(bare) ?? byUri.get(`${bare}#`);
    const start =
      resource === undefined
        ? this.#open(address, bare, from.document)
        : { document: from.document, place: resource };
    if (start === undefined) {
      fail(
        `$ref ${JSON.stringify(reference)} is neither in this schema nor among its references; remote schemas are not fetched`,
        at,
      );
    }
    const found = this.#fragment(start, fragment);
    if (found === undefined) fail(`$ref ${JSON.stringify(reference)} leads nowhere`, at);
    return found;
  }

  /** A pointer starts at the subschema whose `$id` is in force, or at the root as most mean it. */
  #inOwnDocument(from: Located, fragment: string): Located | undefined {
    const { document } = from;
    const found = follow(document.root, fragment);
    if (!hasInnerId(document)) return found && { document, place: found };
    const { byUri, baseOf } = document.resources();
    const base = byUri.get(baseOf.get(from.place.exact) ?? "");
    const inner = base === undefined ? undefined : follow(base, fragment);
    const place = inner ?? found;
    return place && { document, place };
  }

  #open(address: string, bare: string, from: JsonDocument): Located | undefined {
    const reference =
      this.#references.get(address) ??
      this.#references.get(bare) ??
      [...this.#references.values()].find(({ name }) => resolveUri("weir:///", name) === bare);
    if (reference === undefined) return undefined;
    const { name } = reference;
    let document = this.#documents.get(name);
    if (document === undefined) {
      document = openReferenced(reference, from);
      this.#documents.set(name, document);
    }
    return { document, place: document.root };
  }

  #fragment(start: Located, fragment: string): Located | undefined {
    if (fragment === "" || fragment.startsWith("/")) {
      const place = follow(start.place, fragment);
      return place && { document: start.document, place };
    }
    const { byUri, baseOf } = start.document.resources();
    const place = byUri.get(`${baseOf.get(start.place.exact) ?? ""}#${fragment}`);
    return place && { document: start.document, place };
  }
}

function openReferenced(reference: SchemaReference, from: JsonDocument): JsonDocument {
  const own = openDocument(reference.definition, reference.name, undefined);
  // Without a $schema of its own it is of the draft of the schema that refers to it.
  const named = enter(own.root, "$schema") !== undefined;
  return named ? own : openDocument(reference.definition, reference.name, from.draft);
}

function hasInnerId({ resources }: JsonDocument): boolean {
  return resources().byUri.size > 0;
}

/** Follows a JSON pointer, percent-encoded or not. */
function follow(start: Place, pointer: string): Place | undefined {
  let place: Place | undefined = start;
  if (pointer === "") return place;
  for (const step of decode(pointer).split("/").slice(1)) {
    place = enter(place, step.replaceAll("~1", "/").replaceAll("~0", "~"));
    if (place === undefined) return undefined;
  }
  return place;
}

function decode(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer;
  }
}
