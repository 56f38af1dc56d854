import { z } from "zod";
import { awsSpec } from "./aws-spec.ts";
import { kafkaSpec } from "./kafka-spec.ts";
import { localSpec } from "./local-spec.ts";
import { registrySpec } from "./registry-spec.ts";
import { sourceSpec } from "./source-spec.ts";

const connectSpec = z.strictObject({
  workers: z.int().min(1).max(20).default(3).describe("Kafka Connect workers."),
  exactlyOnce: z
    .boolean()
    .default(false)
    .describe("Kafka's exactly-once support for source connectors."),
  plugins: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Folders of further plugins for local workers, relative to the spec: each holds one folder or jar per plugin.",
    ),
});

const lakeSpec = z.strictObject({
  cadence: z
    .string()
    .regex(/^(continuous|[1-9]\d* (minute|minutes|hour|hours))$/, {
      error: 'expected "continuous" or a period such as "15 minutes" or "1 hour"',
    })
    .default("15 minutes")
    .describe("How often the lake takes what has arrived; cost follows it."),
  gold: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, {
        error: "expected 1 to 63 of a-z, 0-9 and _, beginning with a letter,",
      }),
      z.string().regex(/\S/, { error: "expected a Spark SQL query" }),
    )
    .default({})
    .describe("Gold tables: name to Spark SQL over silver.<table>."),
});

/** The whole of `weir.config.ts`: types, defaults and documentation of every field, in one object. */
export const platformSpec = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, {
      error: "expected 1 to 40 of a-z, 0-9 and -, beginning with a letter",
    })
    .describe("Name of the platform: part of every group, topic and cloud resource name."),
  sources: z
    .record(
      z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,62}$/, {
        error: "expected 1 to 63 letters, digits and _, beginning with a letter,",
      }),
      sourceSpec,
    )
    .refine((sources) => Object.keys(sources).length > 0, { error: "expected at least one source" })
    .describe("Source databases; each key is topic prefix and connector name."),
  registry: registrySpec.prefault({}).describe("The schema registry."),
  connect: connectSpec.prefault({}).describe("The Kafka Connect cluster."),
  kafka: kafkaSpec.prefault({}).describe("The Kafka cluster."),
  lake: lakeSpec.prefault({}).describe("The Delta lake."),
  local: localSpec.prefault({}).describe("The local stack of `weir up`."),
  aws: awsSpec.optional().describe("Where `weir deploy` brings the platform."),
  environments: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, {
        error: "expected 1 to 20 of a-z, 0-9 and -, beginning with a letter,",
      }),
      z.record(z.string(), z.unknown()),
    )
    .default({})
    .describe(
      "Overlays by name, such as staging: each is a part of this spec and stands above it. Chosen with --environment; its platform is called <name>-<environment> unless the overlay has a name.",
    ),
});

/** What a user writes. */
export type PlatformInput = z.input<typeof platformSpec>;

/** What Weir works with: every default filled in. */
export type Platform = z.output<typeof platformSpec>;
