import {
  type Filter,
  listReferringVersions,
  type ReferringVersion,
} from "../store/confluent-versions.ts";
import type { Store } from "../store/open-store.ts";
import { parseStored, storedName } from "./references.ts";
import type { SubjectName } from "./subject-name.ts";

/** Who refers to which version of a subject, by its number: one look for all its versions. */
export function referrersByNumber(
  store: Store,
  target: SubjectName,
  filter: Filter,
): ReadonlyMap<number, readonly ReferringVersion[]> {
  const subject = storedName(target);
  const found = new Map<number, ReferringVersion[]>();
  for (const referring of listReferringVersions(store, filter)) {
    const named = parseStored(referring).filter((reference) => reference.subject === subject);
    for (const number of new Set(named.map(({ version }) => version))) {
      found.set(number, [...(found.get(number) ?? []), referring]);
    }
  }
  return found;
}
