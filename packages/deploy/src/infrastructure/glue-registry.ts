import { registryName } from "@weir/connect";
import { CfnRegistry } from "aws-cdk-lib/aws-glue";
import { Aws, RemovalPolicy, type Stack } from "aws-cdk-lib/core";
import type { AwsPlatform } from "../aws-platform.ts";

export interface RegistryResources {
  readonly name: string;
  readonly arn: string;
  /** Every schema of the registry, for IAM policies. */
  readonly schemasArn: string;
}

/**
 * The schema registry: made, or adopted. AWS Glue keeps compatibility per schema, not per registry:
 * the workers' converter says the spec's mode when it creates a schema
 * (packages/connect/src/converters.ts), and Glue holds every later version to it.
 */
export function createRegistry(stack: Stack, platform: AwsPlatform): RegistryResources {
  const name = registryName(platform);
  if (!platform.aws.registry.existing) {
    const registry = new CfnRegistry(stack, "Registry", {
      name,
      description: `Schemas of the Weir platform ${platform.name}`,
    });
    // Records name their schema by id: without the registry nobody reads what is kept. A platform
    // made anew over it says aws.registry.existing.
    registry.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
  // Not the resource's own attribute: the ARN of an adopted one is made in the same way.
  const place = `arn:${Aws.PARTITION}:glue:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
  return { name, arn: `${place}:registry/${name}`, schemasArn: `${place}:schema/${name}/*` };
}
