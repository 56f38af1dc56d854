import {
  type Filter,
  listReferringVersions,
  type SubjectVersion,
} from "../store/confluent-versions.ts";
import type { Store } from "../store/open-store.ts";
import { parseStored, storedName } from "./references.ts";

/** Versions whose references name this one. */
export function listReferrers(
  store: Store,
  target: Pick<SubjectVersion, "registryName" | "schemaName" | "versionNumber">,
  filter: Filter,
): SubjectVersion[] {
  const subject = storedName({ registryName: target.registryName, subject: target.schemaName });
  return listReferringVersions(store, filter).filter((version) =>
    parseStored(version).some(
      (reference) => reference.subject === subject && reference.version === target.versionNumber,
    ),
  );
}
