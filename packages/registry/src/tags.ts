/** Tags of registries and schemas: at most 50, keys up to 128 characters, values up to 256. */
import { checkText, type Fields, readList, readObject } from "./fields.ts";
import { invalidInput } from "./glue-exceptions.ts";
import type { Tags } from "./glue-model.ts";
import { texts } from "./texts.ts";

const maxTags = 50;

/** May be empty: the Java client always sends an empty map when it creates. */
export function readTags(input: Fields, member = "Tags"): Tags | undefined {
  const tags = readObject(input, member);
  if (tags === undefined) return undefined;
  const pairs = Object.entries(tags);
  if (pairs.length > maxTags) throw invalidInput(texts.badTags);
  return Object.fromEntries(
    pairs.map(([key, value]) => [
      checkText(key, "TagKey", { max: 128 }),
      checkText(value, "TagValue", { min: 0, max: 256 }),
    ]),
  );
}

export function readTagKeys(input: Fields, member: string): readonly string[] | undefined {
  const keys = readList(input, member);
  if (keys !== undefined && keys.length > maxTags) throw invalidInput(texts.badTags);
  return keys?.map((key) => checkText(key, "TagKey", { max: 128 }));
}

/** @throws GlueException InvalidInputException where nothing is added, or more than fit. */
export function addTags(tags: Tags, added: Tags): Tags {
  const merged = { ...tags, ...added };
  if (Object.keys(added).length === 0 || Object.keys(merged).length > maxTags) {
    throw invalidInput(texts.badTags);
  }
  return merged;
}
