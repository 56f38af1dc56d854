import type { DBInstance } from "@aws-sdk/client-rds";
import { type AwsOptions, awsService, clientConfig } from "./aws-service.ts";

export type { DBInstance };

export interface Snapshot {
  readonly id: string;
  /** Undefined while it is being taken. */
  readonly takenAt: Date | undefined;
}

export function openRds(options: AwsOptions) {
  const service = awsService("rds", options, async () => {
    const sdk = await import("@aws-sdk/client-rds");
    return { sdk, client: new sdk.RDSClient(clientConfig(options)) };
  });
  const gone = ["DBInstanceNotFound", "DBInstanceNotFoundFault"];
  return {
    /** Undefined where there is no such instance. */
    describeDBInstance: (identifier: string): Promise<DBInstance | undefined> =>
      service.callOptional("DescribeDBInstances", gone, async ({ sdk, client }, send) => {
        const command = new sdk.DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier });
        return (await client.send(command, send)).DBInstances?.[0];
      }),

    /** Values in force of a parameter group; a parameter without one is left out. */
    describeDBParameters: (group: string): Promise<Readonly<Record<string, string>>> =>
      service.call("DescribeDBParameters", async ({ sdk, client }, send) => {
        const values: Record<string, string> = {};
        for (let marker: string | undefined; ; ) {
          const page = await client.send(
            new sdk.DescribeDBParametersCommand({
              DBParameterGroupName: group,
              ...(marker === undefined ? {} : { Marker: marker }),
            }),
            send,
          );
          for (const { ParameterName, ParameterValue } of page.Parameters ?? []) {
            if (ParameterName === undefined || ParameterValue === undefined) continue;
            values[ParameterName] = ParameterValue;
          }
          marker = page.Marker;
          if (marker === undefined) return values;
        }
      }),

    setDeletionProtection: (identifier: string, enabled: boolean): Promise<void> =>
      service.call("ModifyDBInstance", async ({ sdk, client }, send) => {
        const command = new sdk.ModifyDBInstanceCommand({
          DBInstanceIdentifier: identifier,
          DeletionProtection: enabled,
          ApplyImmediately: true,
        });
        await client.send(command, send);
      }),

    /** Manual snapshots of an instance, also of one that is gone; with them CloudFormation's. */
    listDBSnapshots: (identifier: string): Promise<Snapshot[]> =>
      service.call("DescribeDBSnapshots", async ({ sdk, client }, send) => {
        const snapshots: Snapshot[] = [];
        for (let marker: string | undefined; ; ) {
          const page = await client.send(
            new sdk.DescribeDBSnapshotsCommand({
              DBInstanceIdentifier: identifier,
              SnapshotType: "manual",
              ...(marker === undefined ? {} : { Marker: marker }),
            }),
            send,
          );
          snapshots.push(
            ...(page.DBSnapshots ?? []).flatMap(
              ({ DBSnapshotIdentifier: id, SnapshotCreateTime: takenAt }) =>
                id === undefined ? [] : [{ id, takenAt }],
            ),
          );
          marker = page.Marker;
          if (marker === undefined) return snapshots;
        }
      }),

    deleteDBSnapshot: (snapshot: string): Promise<void> =>
      service.call("DeleteDBSnapshot", async ({ sdk, client }, send) => {
        const command = new sdk.DeleteDBSnapshotCommand({ DBSnapshotIdentifier: snapshot });
        await client.send(command, send);
      }),

    close: service.close,
  };
}

export type Rds = ReturnType<typeof openRds>;
