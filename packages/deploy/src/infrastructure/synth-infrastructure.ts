import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { SynthInputs } from "../synth-inputs.ts";
import type { InfrastructureStack, InfrastructureStackId } from "./infrastructure-stack.ts";

const order: readonly InfrastructureStackId[] = [
  "foundation",
  "data",
  "platform",
  "lake",
  "observability",
];

/**
 * The CloudFormation templates of the platform, in the order in which they are deployed. Loads the
 * CDK, which takes most of a second; the Spark job's files give their hashes to the lake stack.
 */
export async function synthInfrastructure(
  platform: AwsPlatform,
  inputs: SynthInputs,
): Promise<InfrastructureStack[]> {
  const { createApp } = await import("./app.ts");
  const outdir = await mkdtemp(join(tmpdir(), "weir-cdk-"));
  try {
    const assembly = createApp(platform, inputs, { outdir }).synth();
    const { stacks } = awsNames(platform);
    return order.map((id) => {
      const stackName = stacks[id];
      const template = assembly.getStackByName(stackName).template as Record<string, unknown>;
      return { id, stackName, template };
    });
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}
