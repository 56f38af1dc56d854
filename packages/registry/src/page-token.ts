import type { Fields } from "./fields.ts";
import { readInteger, readText } from "./fields.ts";
import { invalidInput } from "./glue-exceptions.ts";
import { texts } from "./texts.ts";

/** AWS's page size where the request names none. */
const defaultPageSize = 25;

/** The key of the last row shown; it orders the list. */
export type PageKey = readonly (string | number)[];

export interface PageRequest<Key extends PageKey> {
  readonly size: number;
  /** Where the last page ended; undefined for the first. */
  readonly after: Key | undefined;
}

/**
 * Reads MaxResults and NextToken. A token is opaque to clients: the list's name and the key of the
 * last row shown, so that a token of another list is refused.
 */
export function readPage<Key extends PageKey>(
  input: Fields,
  list: string,
  example: Key,
  maxSize = 100,
): PageRequest<Key> {
  const size = readInteger(input, "MaxResults", 1, maxSize) ?? defaultPageSize;
  const token = readText(input, "NextToken", { min: 0 });
  return { size, after: token ? parseToken(token, list, example) : undefined };
}

/** Cuts rows, asked for with one more than the page holds, to a page and what comes after. */
export function cutPage<Row>(
  rows: readonly Row[],
  size: number,
  list: string,
  keyOf: (row: Row) => PageKey,
): { readonly shown: readonly Row[]; readonly next: { NextToken?: string } } {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  if (rows.length <= size || last === undefined) return { shown, next: {} };
  const token = JSON.stringify([list, ...keyOf(last)]);
  return { shown, next: { NextToken: Buffer.from(token).toString("base64url") } };
}

function parseToken<Key extends PageKey>(token: string, list: string, example: Key): Key {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (Array.isArray(parsed) && parsed[0] === list && parsed.length === example.length + 1) {
      const key = parsed.slice(1);
      if (key.every((part, index) => typeof part === typeof example[index])) {
        return key as unknown as Key;
      }
    }
  } catch {
    // Falls through to the one refusal.
  }
  throw invalidInput(texts.badToken);
}
