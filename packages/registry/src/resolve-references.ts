import type { SchemaReference } from "@weir/schema";
import type { StoredReference } from "./store/definition-hash.ts";
import type { Store } from "./store/open-store.ts";
import { findSchema } from "./store/schemas.ts";

/** References are kept with their subject's full name. */
const fullSubject = /^:\.([^:]*):(.*)$/s;

/**
 * The definitions that a version names, with what those name in turn. A version can only name one
 * that was there before it, so there is no circle. Soft-deleted versions are still readable; what was
 * deleted for good is left out, and the parser then misses it.
 */
export function resolveReferences(
  store: Store,
  references: readonly StoredReference[],
  known: Map<string, readonly SchemaReference[]> = new Map(),
): readonly SchemaReference[] {
  return references.flatMap((reference) => {
    const identity = JSON.stringify(reference);
    const resolved = known.get(identity) ?? resolve(store, reference, known);
    known.set(identity, resolved);
    return resolved;
  });
}

function resolve(
  store: Store,
  { name, subject, version }: StoredReference,
  known: Map<string, readonly SchemaReference[]>,
): readonly SchemaReference[] {
  const [, registryName = "", schemaName = ""] = fullSubject.exec(subject) ?? [];
  const schema = findSchema(store, { registryName, schemaName });
  const found =
    schema &&
    store.get<{ definition: string; references: string }>(
      `select definition, "references" from schema_version
       where schema_id = ? and version_number = ?`,
      schema.id,
      version,
    );
  if (found === undefined) return [];
  const inner = JSON.parse(found.references) as StoredReference[];
  const references = resolveReferences(store, inner, known);
  return [{ name, definition: found.definition, references }];
}
