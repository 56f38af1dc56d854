import { type PlatformInput, platformSpec } from "@weir/core";
import { type AwsPlatform, requireAws } from "../../src/aws-platform.ts";

/** Two sources, one with a name that Kubernetes spells differently. */
export function samplePlatform(change: Partial<PlatformInput> = {}): AwsPlatform {
  return requireAws(
    platformSpec.parse({
      name: "legopoc",
      sources: {
        shop: { tables: ["shop.orders"] },
        Back_office: { tables: ["office.people"], heartbeatIntervalMs: 30_000 },
      },
      aws: { region: "eu-central-1" },
      ...change,
    }),
  );
}
