import type { Baseline } from "@weir/schema";
import { resolveReferences } from "./resolve-references.ts";
import type { Store } from "./store/open-store.ts";
import { parseReferences, readColumn } from "./store/versions.ts";

/**
 * A version to compare with, which is read when it is asked for: ten thousand large ones must not be
 * in memory at once.
 */
export function readBaseline(store: Store, schemaId: number, versionNumber: number): Baseline {
  return {
    versionNumber,
    get definition() {
      return readColumn(store, "definition", schemaId, versionNumber);
    },
    get references() {
      const references = readColumn(store, "references", schemaId, versionNumber);
      return resolveReferences(store, parseReferences({ references }));
    },
  };
}
