import type { WeirError } from "@weir/core";
import type { ConsumeTopicOptions } from "@weir/serde";
import { loadAwsPlatform } from "./aws/load-aws-platform.ts";
import { readOutput } from "./aws/read-output.ts";
import type { CommandRun } from "./command.ts";
import { openRunningStack } from "./running-stack.ts";
import type { Target } from "./target.ts";

/** Where records are read and how their schemas are found. */
export type OpenedTopics = Pick<
  ConsumeTopicOptions,
  "bootstrapServers" | "fetchSchema" | "security" | "reach"
>;

/** Brokers and registry of the running local stack, or MSK and AWS Glue. */
export async function openTopics(command: CommandRun, target: Target): Promise<OpenedTopics> {
  if (target === "aws") return openAwsTopics(command);
  const stack = await openRunningStack(command);
  const { glueFetchSchema } = await import("@weir/serde");
  return {
    bootstrapServers: stack.bootstrapServers,
    fetchSchema: glueFetchSchema({ endpoint: stack.registryEndpoint }),
  };
}

async function openAwsTopics(command: CommandRun): Promise<OpenedTopics> {
  const platform = await loadAwsPlatform(command);
  const [{ createMskToken }, { awsGlueCall }, { hasErrorCode }] = await Promise.all([
    import("@weir/deploy"),
    import("@weir/registry"),
    import("@weir/core"),
  ]);
  const { region, vpc } = platform.aws;
  const name = "WEIR_BOOTSTRAP_SERVERS";
  const servers = await readOutput(command, platform, { name, what: "brokers" });
  const call = awsGlueCall({ region });
  return {
    bootstrapServers: servers.split(","),
    security: { token: () => createMskToken(region) },
    reach: `MSK is reachable from inside its VPC only (${vpc.existing ?? `range ${vpc.cidr}`}): run this on a machine or pod there, or through a VPN, as a principal that may kafka-cluster:ReadData`,
    fetchSchema: async (SchemaVersionId) => {
      try {
        const found = await call("GetSchemaVersion", { SchemaVersionId });
        return {
          definition: found.SchemaDefinition,
          dataFormat: found.DataFormat,
          versionNumber: found.VersionNumber,
          schemaName: found.SchemaArn.split("/").at(-1) ?? "",
        };
      } catch (error) {
        const isUnknown =
          hasErrorCode(error, "REGISTRY_FAILED") &&
          (error as WeirError).details.exception === "EntityNotFoundException";
        if (isUnknown) return undefined;
        throw error;
      }
    },
  };
}
