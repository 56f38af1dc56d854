import type { Fields } from "./fields.ts";
import { readInteger, readText } from "./fields.ts";
import { invalidInput } from "./glue-exceptions.ts";
import { texts } from "./texts.ts";

/** AWS's page size where the request names none. */
const defaultPageSize = 25;

export function readPageSize(input: Fields): number {
  return readInteger(input, "MaxResults", 1, 100) ?? defaultPageSize;
}

/** A token is opaque to clients: the key of the last row shown. */
export function renderPageToken(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** The last row's key, where the request goes on from one; `fits` tells a key of this list. */
export function readPageToken<Key extends readonly (string | number)[]>(
  input: Fields,
  fits: (key: unknown[]) => boolean,
): Key | undefined {
  const token = readText(input, "NextToken", { max: 10_000 });
  if (token === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (Array.isArray(key) && fits(key)) return key as unknown as Key;
  } catch {
    // Falls through to the one refusal.
  }
  throw invalidInput(texts.badToken);
}
