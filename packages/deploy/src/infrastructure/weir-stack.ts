import { BootstraplessSynthesizer, type IStackSynthesizer, Stack, Tags } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { InfrastructureStackId } from "./infrastructure-stack.ts";

const descriptions: Readonly<Record<InfrastructureStackId, string>> = {
  foundation: "Weir: network, key, bucket, image repository, alarm topic",
  data: "Weir: Kafka, databases, schema registry",
  platform: "Weir: Kubernetes cluster, nodes, identities of workers and jobs",
  lake: "Weir: Spark job of the lake",
  observability: "Weir: alarms and dashboard",
};

/**
 * An empty stack of the platform. It carries no account: CDK would otherwise look zones up in it,
 * and the same spec shall give the same bytes wherever it is synthesized.
 */
export function createStack(
  scope: Construct,
  platform: AwsPlatform,
  id: InfrastructureStackId,
): Stack {
  const stack = new Stack(scope, id, {
    stackName: awsNames(platform).stacks[id],
    description: descriptions[id],
    env: { region: platform.aws.region },
    // The class is not written for `exactOptionalPropertyTypes`; the interface means it.
    synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
    analyticsReporting: false,
  });
  // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
  for (const [key, value] of Object.entries(platform.aws.tags)) Tags.of(stack).add(key, value);
  Tags.of(stack).add("weir:platform", platform.name);
  return stack;
}
