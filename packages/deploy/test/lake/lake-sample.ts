import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { type PlatformInput, platformSpec } from "@weir/core";
import { type AwsPlatform, requireAws } from "../../src/aws-platform.ts";
import type { SynthInputs } from "../../src/synth-inputs.ts";

export const lakehouseDirectory = fileURLToPath(new URL("../../../../lakehouse", import.meta.url));

export const inputs: SynthInputs = {
  pluginJar: { sha512: createHash("sha512").digest("hex"), content: new Uint8Array() },
  lakehouseDirectory,
};

export function platformOf(rest: Partial<PlatformInput> = {}): AwsPlatform {
  return requireAws(
    platformSpec.parse({
      name: "legopoc",
      sources: { fullfillment: { tables: ["test_db.person"] } },
      lake: { gold: { people: "select 1" } },
      aws: { region: "eu-central-1" },
      ...rest,
    }),
  );
}
