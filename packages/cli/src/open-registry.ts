import type { Platform } from "@weir/core";
import type { GlueCall, VersionVerdict } from "@weir/registry";
import type { JsonPolicy, Verdict } from "@weir/schema";
import { loadAwsPlatform } from "./aws/load-aws-platform.ts";
import type { CommandRun } from "./command.ts";
import { openRunningStack } from "./running-stack.ts";
import type { Target } from "./target.ts";

export interface OpenedRegistry {
  readonly call: GlueCall;
  /** The platform's own registry. */
  readonly name: string;
  /** Format of the platform's schemas. */
  readonly format: Platform["registry"]["format"];
  /** How open JSON objects are judged; AWS knows only its own way. */
  readonly jsonPolicy: JsonPolicy;
  /** Why versions were refused, where the registry keeps it: AWS Glue does not. */
  readonly readFailures?: (schemaName: string) => Promise<readonly VersionVerdict[] | undefined>;
  /** The registry's own verdict without storing anything: AWS Glue gives none. */
  readonly check?: (schemaName: string, definition: string) => Promise<Verdict | undefined>;
}

/** The schema registry of the running local stack, or AWS Glue. */
export async function openRegistry(command: CommandRun, target: Target): Promise<OpenedRegistry> {
  const { awsGlueCall, registryClient } = await import("@weir/registry");
  if (target === "aws") {
    const { name, registry, aws } = await loadAwsPlatform(command);
    if (registry.kind === "confluent") {
      const { WeirError } = await import("@weir/core");
      const message = `the registry on AWS is ${registry.url}, of kind confluent: these commands read AWS Glue`;
      throw new WeirError("USAGE", message, { remedy: "ask that registry itself" });
    }
    return {
      call: awsGlueCall({ region: aws.region }),
      name: registry.name ?? name,
      format: registry.format,
      jsonPolicy: "strict",
    };
  }
  const { platform, registryEndpoint } = await openRunningStack(command);
  const { registry } = platform;
  const name = registry.name ?? platform.name;
  const client = registryClient(registryEndpoint);
  return {
    call: client.call,
    name,
    format: registry.format,
    // A stack that an earlier Weir started says nothing of it.
    jsonPolicy: registry.jsonPolicy ?? "strict",
    readFailures: (schemaName) => client.readFailures(name, schemaName),
    check: (schemaName, definition) => client.check(name, schemaName, definition),
  };
}
