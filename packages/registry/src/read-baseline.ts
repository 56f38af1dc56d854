import type { Baseline } from "@weir/schema";
import { resolveReferences } from "./resolve-references.ts";
import type { Store } from "./store/open-store.ts";
import { findVersion, parseReferences } from "./store/versions.ts";

/**
 * A version to compare with, whose definition is read when it is asked for: ten thousand large ones
 * must not be in memory at once.
 */
export function readBaseline(store: Store, schemaId: number, versionNumber: number): Baseline {
  const read = () => {
    const version = findVersion(store, schemaId, versionNumber);
    if (version === undefined)
      throw new Error(`schema ${schemaId} has no version ${versionNumber}`);
    return version;
  };
  return {
    versionNumber,
    get definition() {
      return read().definition;
    },
    get references() {
      return resolveReferences(store, parseReferences(read()));
    },
  };
}
