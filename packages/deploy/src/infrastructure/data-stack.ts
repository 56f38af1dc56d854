import { CfnDBSubnetGroup } from "aws-cdk-lib/aws-rds";
import { CfnOutput, type Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { AwsPlatform } from "../aws-platform.ts";
import { outputKey } from "../outputs.ts";
import { createCdcSecret } from "./cdc-secret.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import { createRegistry, type RegistryResources } from "./glue-registry.ts";
import { createKafka, type KafkaResources } from "./msk-cluster.ts";
import {
  adoptDatabase,
  createDatabase,
  createDatabaseSecurityGroup,
  createMonitoringRole,
  type DatabasePlace,
  type DatabaseResources,
} from "./rds-database.ts";
import { createStack } from "./weir-stack.ts";

/** What the data stack gives to the others; made there, or adopted. */
export interface DataResources {
  readonly stack: Stack;
  readonly kafka: KafkaResources;
  /** One for each source, in the order of the spec. */
  readonly databases: readonly DatabaseResources[];
  /** ARNs of the secrets of the connectors' users, by source. */
  readonly cdcSecretArns: Readonly<Record<string, string>>;
  readonly registry: RegistryResources;
}

/** Kafka, a database and a secret for each source, the schema registry. */
export function createDataStack(
  scope: Construct,
  platform: AwsPlatform,
  foundation: FoundationResources,
): DataResources {
  const stack = createStack(scope, platform, "data");
  const kafka = createKafka(stack, platform, foundation);
  const databases = createDatabases(stack, platform, foundation);
  const cdcSecretArns = Object.fromEntries(
    Object.keys(platform.sources).map((source) => [
      source,
      createCdcSecret(stack, platform, foundation, source).ref,
    ]),
  );
  const registry = createRegistry(stack, platform);

  const output = (id: string, value: string, description: string) =>
    new CfnOutput(stack, `Output${id}`, { value, description }).overrideLogicalId(id);
  output("MskClusterArn", kafka.clusterArn, "The Kafka cluster");
  for (const { source, host, port, masterSecret } of databases) {
    // The parameters of an adopted database have the output's words, and share its name space.
    const key = outputKey(source);
    output(`DatabaseHost${key}`, host, `Host of the source ${source}`);
    output(`DatabasePort${key}`, port, `Port of the source ${source}`);
    output(`DatabaseMasterSecret${key}`, masterSecret, `Master user's secret of ${source}`);
  }
  return { stack, kafka, databases, cdcSecretArns, registry };
}

function createDatabases(
  stack: Stack,
  platform: AwsPlatform,
  foundation: FoundationResources,
): DatabaseResources[] {
  let place: DatabasePlace | undefined;
  return Object.entries(platform.sources).map(([source, { version }]) => {
    const adopted = platform.aws.rds.existing[source];
    if (adopted !== undefined) return adoptDatabase(stack, source, adopted);
    place ??= createPlace(stack, foundation);
    return createDatabase(stack, platform, foundation, place, { source, version });
  });
}

function createPlace(stack: Stack, foundation: FoundationResources): DatabasePlace {
  const subnetGroup = new CfnDBSubnetGroup(stack, "DatabaseSubnets", {
    dbSubnetGroupDescription: "Private subnets of the platform, one in each zone",
    subnetIds: [...foundation.privateSubnetIds],
  });
  return {
    subnetGroup,
    securityGroup: createDatabaseSecurityGroup(stack, foundation),
    monitoringRole: createMonitoringRole(stack),
  };
}
