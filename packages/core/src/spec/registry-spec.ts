import { z } from "zod";

/** The compatibility modes of AWS Glue, in its spelling. */
export const compatibilityModes = [
  "NONE",
  "DISABLED",
  "BACKWARD",
  "BACKWARD_ALL",
  "FORWARD",
  "FORWARD_ALL",
  "FULL",
  "FULL_ALL",
] as const;

export type CompatibilityMode = (typeof compatibilityModes)[number];

/** A converter that the user brings. */
const converterSpec = z.strictObject({
  class: z
    .string()
    .regex(/^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)+$/, {
      error: "expected the full name of a Java class",
    })
    .describe("Class of the converter for keys and values."),
  config: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe("Its properties, without key.converter. before them; no secret."),
});

export const registrySpec = z.strictObject({
  kind: z
    .enum(["glue", "confluent"])
    .default("glue")
    .describe(
      "What connectors speak to: AWS Glue's registry, or Confluent's REST API with a converter of your own; the lake reads Glue's records only.",
    ),
  name: z
    .string()
    .regex(/^[a-zA-Z0-9-_$#.]{1,255}$/, {
      error: "expected 1 to 255 letters, digits and - _ $ # .",
    })
    .optional()
    .describe("Name of the schema registry; the platform's name where absent."),
  format: z
    .enum(["avro", "json", "protobuf"])
    .default("avro")
    .describe("Format of record keys and values."),
  compatibility: z
    .enum(compatibilityModes)
    .default("BACKWARD")
    .describe("What a new schema version must keep to be accepted."),
  jsonPolicy: z
    .enum(["strict", "lenient"])
    .default("strict")
    .describe(
      "How the local registry judges open JSON objects: strict as AWS documents it, lenient lets columns be added.",
    ),
  converter: converterSpec
    .optional()
    .describe("The converter of kind confluent; Weir brings none for it."),
  url: z
    .string()
    .regex(/^https?:\/\/\S+$/, { error: "expected an http or https URL" })
    .optional()
    .describe(
      "Address of the registry of kind confluent for connectors on AWS; locally Weir's own registry answers.",
    ),
});
