import { type Filter, listReferringVersions, type ReferringVersion } from "./confluent-versions.ts";
import { storedName } from "./definition-hash.ts";
import type { Store } from "./open-store.ts";
import { parseReferences } from "./versions.ts";

/** Who refers to which version of a subject, by its number: one look for all its versions. */
export function referrersByNumber(
  store: Store,
  target: { readonly registryName: string; readonly subject: string },
  filter: Filter,
): ReadonlyMap<number, readonly ReferringVersion[]> {
  const subject = storedName(target);
  const found = new Map<number, ReferringVersion[]>();
  for (const referring of listReferringVersions(store, filter)) {
    const named = parseReferences(referring).filter((reference) => reference.subject === subject);
    for (const number of new Set(named.map(({ version }) => version))) {
      const known = found.get(number) ?? [];
      known.push(referring);
      found.set(number, known);
    }
  }
  return found;
}

/** Versions that stay and refer to one that goes. */
export function findReferrer(
  store: Store,
  going: { readonly registryName: string; readonly schemaName?: string },
  [from, to]: readonly [number, number] = [1, Number.POSITIVE_INFINITY],
): ReferringVersion | undefined {
  const { registryName, schemaName } = going;
  const name = storedName({ registryName, subject: schemaName ?? "" });
  const isInRange = (version: number) => from <= version && version <= to;
  return listReferringVersions(store, "all").find((referring) => {
    const isSameSchema = schemaName === undefined || referring.schemaName === schemaName;
    const goesToo = referring.registryName === registryName && isSameSchema;
    if (goesToo && isInRange(referring.versionNumber)) return false;
    return parseReferences(referring).some(({ subject, version }) =>
      schemaName === undefined ? subject.startsWith(name) : subject === name && isInRange(version),
    );
  });
}
