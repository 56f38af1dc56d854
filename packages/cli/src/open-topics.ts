import type { ConsumeTopicOptions } from "@weir/serde";
import { loadAwsPlatform } from "./aws/load-aws-platform.ts";
import { readOutput } from "./aws/read-output.ts";
import type { CommandRun } from "./command.ts";
import { openRunningStack } from "./running-stack.ts";
import type { Target } from "./target.ts";

/** Where records are read and how their schemas are found. */
export type OpenedTopics = Pick<
  ConsumeTopicOptions,
  "bootstrapServers" | "fetchSchema" | "fetchConfluentSchema" | "security" | "reach"
>;

/** Brokers and registry of the running local stack, or MSK and AWS Glue. */
export async function openTopics(command: CommandRun, target: Target): Promise<OpenedTopics> {
  if (target === "aws") return openAwsTopics(command);
  const stack = await openRunningStack(command);
  const { confluentFetchSchema, glueFetchSchema } = await import("@weir/serde");
  const endpoint = stack.registryEndpoint;
  return {
    bootstrapServers: stack.bootstrapServers,
    fetchSchema: glueFetchSchema({ endpoint }),
    // One server, both interfaces.
    fetchConfluentSchema: confluentFetchSchema({ endpoint }),
  };
}

async function openAwsTopics(command: CommandRun): Promise<OpenedTopics> {
  const platform = await loadAwsPlatform(command);
  const [{ createMskToken }, { awsGlueCall }, serde] = await Promise.all([
    import("@weir/deploy"),
    import("@weir/registry"),
    import("@weir/serde"),
  ]);
  const { region, vpc } = platform.aws;
  const name = "WEIR_BOOTSTRAP_SERVERS";
  const servers = await readOutput(command, platform, { name, what: "brokers" });
  const { kind, url } = platform.registry;
  return {
    bootstrapServers: servers.split(","),
    security: { token: () => createMskToken(region) },
    reach: `MSK is reachable from inside its VPC only (${vpc.existing ?? `range ${vpc.cidr}`}): run this on a machine or pod there, or through a VPN, as a principal that may kafka-cluster:ReadData`,
    fetchSchema: serde.glueFetchSchema({ call: awsGlueCall({ region }) }),
    ...(kind === "confluent" && url !== undefined
      ? { fetchConfluentSchema: serde.confluentFetchSchema({ endpoint: url }) }
      : {}),
  };
}
