import type { Cluster } from "@aws-sdk/client-eks";
import { type AwsOptions, awsService, clientConfig } from "./aws-service.ts";

export type EksCluster = Cluster;

export function openEks(options: AwsOptions) {
  const service = awsService("eks", options, async () => {
    const sdk = await import("@aws-sdk/client-eks");
    return { sdk, client: new sdk.EKSClient(clientConfig(options)) };
  });
  return {
    /** Undefined where there is no such cluster. */
    describeCluster: (name: string): Promise<EksCluster | undefined> =>
      service.callOptional(
        "DescribeCluster",
        ["ResourceNotFoundException"],
        async (opened, send) => {
          const { sdk, client } = opened;
          return (await client.send(new sdk.DescribeClusterCommand({ name }), send)).cluster;
        },
      ),

    listAddons: (clusterName: string): Promise<string[]> =>
      service.call("ListAddons", async ({ sdk, client }, send) => {
        const command = new sdk.ListAddonsCommand({ clusterName });
        return (await client.send(command, send)).addons ?? [];
      }),

    setDeletionProtection: (name: string, deletionProtection: boolean): Promise<void> =>
      service.call("UpdateClusterConfig", async ({ sdk, client }, send) => {
        const command = new sdk.UpdateClusterConfigCommand({ name, deletionProtection });
        await client.send(command, send);
      }),

    close: service.close,
  };
}

export type Eks = ReturnType<typeof openEks>;
