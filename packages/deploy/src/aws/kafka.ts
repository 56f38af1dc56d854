import type { Cluster } from "@aws-sdk/client-kafka";
import { type AwsOptions, awsService, clientConfig } from "./aws-service.ts";

export type MskCluster = Cluster;

export function openKafka(options: AwsOptions) {
  const service = awsService("kafka", options, async () => {
    const sdk = await import("@aws-sdk/client-kafka");
    return { sdk, client: new sdk.KafkaClient(clientConfig(options)) };
  });
  return {
    /** Undefined where there is no such cluster. */
    describeCluster: (arn: string): Promise<MskCluster | undefined> =>
      service.callOptional("DescribeClusterV2", ["NotFoundException"], async (opened, send) => {
        const { sdk, client } = opened;
        const command = new sdk.DescribeClusterV2Command({ ClusterArn: arn });
        return (await client.send(command, send)).ClusterInfo;
      }),

    /** `host:9098,…`; undefined where the cluster has no IAM listener, or is not active yet. */
    getBootstrapBrokers: (arn: string): Promise<string | undefined> =>
      service.callOptional("GetBootstrapBrokers", ["NotFoundException"], async (opened, send) => {
        const { sdk, client } = opened;
        const command = new sdk.GetBootstrapBrokersCommand({ ClusterArn: arn });
        return (await client.send(command, send)).BootstrapBrokerStringSaslIam;
      }),

    /** server.properties of a configuration's revision. */
    describeConfigurationRevision: (arn: string, revision: number): Promise<string> =>
      service.call("DescribeConfigurationRevision", async ({ sdk, client }, send) => {
        const command = new sdk.DescribeConfigurationRevisionCommand({
          Arn: arn,
          Revision: revision,
        });
        const { ServerProperties } = await client.send(command, send);
        return Buffer.from(ServerProperties ?? new Uint8Array()).toString("utf8");
      }),

    close: service.close,
  };
}

export type Kafka = ReturnType<typeof openKafka>;
