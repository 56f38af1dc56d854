import type { GlueCall } from "@weir/registry";
import { loadAwsPlatform } from "./aws/load-aws-platform.ts";
import type { CommandRun } from "./command.ts";
import { openRunningStack } from "./running-stack.ts";
import type { Target } from "./target.ts";

export interface OpenedRegistry {
  readonly call: GlueCall;
  /** The platform's own registry. */
  readonly name: string;
}

/** The schema registry of the running local stack, or AWS Glue. */
export async function openRegistry(command: CommandRun, target: Target): Promise<OpenedRegistry> {
  const { awsGlueCall, registryClient } = await import("@weir/registry");
  if (target === "aws") {
    const { name, registry, aws } = await loadAwsPlatform(command);
    return { call: awsGlueCall({ region: aws.region }), name: registry.name ?? name };
  }
  const { platform, registryEndpoint } = await openRunningStack(command);
  return {
    call: registryClient(registryEndpoint).call,
    name: platform.registry.name ?? platform.name,
  };
}
