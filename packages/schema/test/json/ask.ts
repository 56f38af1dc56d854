import type { Direction, JsonPolicy, Profile, SchemaReference } from "../../src/index.ts";
import { checkJsonRead } from "../../src/json/check-json.ts";
import { parseJsonSchema } from "../../src/json/parse-json-schema.ts";

export interface Settings {
  readonly direction?: Direction;
  readonly jsonPolicy?: JsonPolicy;
  readonly profile?: Profile;
  /** Of both schemas. */
  readonly references?: readonly SchemaReference[];
  /** `none` leaves `$schema` away. @default "07" */
  readonly draft?: "04" | "06" | "07" | "none";
}

/** The text of a schema of a draft. */
export function textOf(schema: unknown, draft = "07"): string {
  if (typeof schema !== "object" || schema === null || draft === "none") {
    return JSON.stringify(schema);
  }
  return JSON.stringify({ $schema: `http://json-schema.org/draft-${draft}/schema#`, ...schema });
}

/** The violations of one reader and one writer. */
export function violationsOf(writer: unknown, reader: unknown, settings: Settings = {}) {
  const { direction = "BACKWARD", jsonPolicy = "strict", profile = "aws", references } = settings;
  const [r, w] = [reader, writer].map((schema) =>
    parseJsonSchema(textOf(schema, settings.draft ?? "07"), references),
  );
  return checkJsonRead(r as never, w as never, { direction, jsonPolicy, profile });
}

/** The rules that are broken; empty where the writer's data is valid under the reader. */
export function rulesOf(writer: unknown, reader: unknown, settings: Settings = {}): string[] {
  return violationsOf(writer, reader, settings).map((violation) => violation.rule);
}
