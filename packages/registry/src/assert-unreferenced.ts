import { invalidInput } from "./glue-exceptions.ts";
import type { Store } from "./store/open-store.ts";
import { findReferrer } from "./store/referrers.ts";
import { texts } from "./texts.ts";

/**
 * What a schema of Confluent's API refers to stays: once deleted, a namesake would take its place.
 *
 * @param range numbers of the versions that go. @default - all
 * @throws GlueException InvalidInputException
 */
export function assertUnreferenced(
  store: Store,
  going: { readonly registryName: string; readonly schemaName?: string },
  range?: readonly [number, number],
): void {
  const referrer = findReferrer(store, going, range);
  if (referrer !== undefined) throw invalidInput(texts.referred(referrer));
}
