import type { Draft } from "./json-schema.ts";

const draft04 = ["date-time", "email", "hostname", "ipv4", "ipv6", "uri"];
const draft06 = [...draft04, "json-pointer", "uri-reference", "uri-template"];
const draft07 = [...draft06, "date", "regex", "relative-json-pointer", "time"];

/** The formats that Everit, which AWS's clients validate with, checks; it passes over others. */
export const knownFormats: Readonly<Record<Draft, ReadonlySet<string>>> = {
  "04": new Set(draft04),
  "06": new Set(draft06),
  "07": new Set(draft07),
};
