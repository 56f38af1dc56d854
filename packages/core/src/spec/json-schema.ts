import { z } from "zod";
import { platformSpec } from "./platform-spec.ts";

let cached: Readonly<Record<string, unknown>> | undefined;

/** JSON Schema (2020-12) of what a user writes, for editors; made from the zod object. */
export function platformJsonSchema(): Readonly<Record<string, unknown>> {
  if (cached !== undefined) return cached;
  const { $schema, properties, ...rest } = z.toJSONSchema(platformSpec, { io: "input" });
  cached = {
    $schema,
    title: "Weir platform spec",
    ...rest,
    // Editors find the schema of a JSON file by this key; the loader ignores it.
    properties: { $schema: { type: "string" }, ...properties },
  };
  return cached;
}
