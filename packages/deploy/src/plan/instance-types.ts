/**
 * Types of nodes, brokers and databases: sizes, limits, list prices per hour in us-east-1.
 *
 * MSK and RDS: AWS's sizing scripts of 2026-08-20, https://github.com/aws/agent-toolkit-for-aws;
 * KRaft: https://docs.aws.amazon.com/msk/latest/developerguide/broker-instance-sizes.html
 * partitions: https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html
 */

import { nodeTypeRows } from "./node-type-rows.ts";

/** A type of nodes. */
export interface NodeType {
  readonly name: string;
  readonly vcpu: number;
  readonly memoryMiB: number;
  readonly architecture: "arm64" | "amd64";
  /** What pods can have. */
  readonly allocatableMilliCpu: number;
  readonly allocatableMiB: number;
  readonly usdPerHour: number;
}

/** A type of MSK Standard brokers. */
export interface BrokerType {
  readonly name: string;
  readonly vcpu: number;
  readonly memoryMiB: number;
  readonly architecture: "arm64" | "amd64";
  /** Leaders and followers; above the second number MSK refuses updates of the cluster. */
  readonly recommendedPartitions: number;
  readonly mostPartitions: number;
  /** Kafka 4 runs on KRaft alone, and burstable brokers do not. */
  readonly takesKraft: boolean;
  readonly usdPerHour: number;
}

/** A class of RDS instances whose price is known. */
export interface DatabaseType {
  readonly name: string;
  readonly vcpu: number;
  readonly memoryMiB: number;
  readonly architecture: "arm64" | "amd64";
  /** One instance; Multi-AZ costs two. */
  readonly usdPerHour: number;
  /** False where published figures differ or it is reckoned from a smaller size of the family. */
  readonly confirmed: boolean;
}

// type, vCPU, memory MiB, architecture, recommended and most partitions, USD/h
const brokerRows = `
kafka.t3.small 2 2048 amd64 300 300 0.0456
kafka.m5.large 2 8192 amd64 1000 1500 0.21
kafka.m5.xlarge 4 16384 amd64 1000 1500 0.42
kafka.m5.2xlarge 8 32768 amd64 2000 3000 0.84
kafka.m5.4xlarge 16 65536 amd64 4000 6000 1.68
kafka.m5.8xlarge 32 131072 amd64 4000 6000 3.36
kafka.m5.12xlarge 48 196608 amd64 4000 6000 5.04
kafka.m5.16xlarge 64 262144 amd64 4000 6000 6.72
kafka.m5.24xlarge 96 393216 amd64 4000 6000 10.08
kafka.m7g.large 2 8192 arm64 1000 1500 0.204
kafka.m7g.xlarge 4 16384 arm64 1000 1500 0.408
kafka.m7g.2xlarge 8 32768 arm64 2000 3000 0.816
kafka.m7g.4xlarge 16 65536 arm64 4000 6000 1.632
kafka.m7g.8xlarge 32 131072 arm64 4000 6000 3.264
kafka.m7g.12xlarge 48 196608 arm64 4000 6000 4.896
kafka.m7g.16xlarge 64 262144 arm64 4000 6000 6.528
`;

// class, vCPU, memory MiB, architecture, USD/h of one instance, ? = not confirmed
const databaseRows = `
db.t3.medium 2 4096 amd64 0.068
db.t3.large 2 8192 amd64 0.136
db.t4g.small 2 2048 arm64 0.032
db.t4g.medium 2 4096 arm64 0.065
db.t4g.large 2 8192 arm64 0.129
db.m5.large 2 8192 amd64 0.171
db.m5.xlarge 4 16384 amd64 0.342
db.m5.2xlarge 8 32768 amd64 0.684
db.m6g.large 2 8192 arm64 0.154
db.m6g.xlarge 4 16384 arm64 0.308
db.m6g.2xlarge 8 32768 arm64 0.616
db.m7g.large 2 8192 arm64 0.162 ?
db.m7g.xlarge 4 16384 arm64 0.324 ?
db.m7g.2xlarge 8 32768 arm64 0.648 ?
db.m7g.4xlarge 16 65536 arm64 1.296 ?
db.m7g.8xlarge 32 131072 arm64 2.592 ?
db.r5.large 2 16384 amd64 0.24
db.r5.xlarge 4 32768 amd64 0.48
db.r5.2xlarge 8 65536 amd64 0.96
db.r5.4xlarge 16 131072 amd64 1.92
db.r5.8xlarge 32 262144 amd64 3.84
db.r6g.large 2 16384 arm64 0.218
db.r6g.xlarge 4 32768 arm64 0.435
db.r6g.2xlarge 8 65536 arm64 0.87
db.r6g.4xlarge 16 131072 arm64 1.74
db.r6g.8xlarge 32 262144 arm64 3.48
db.r7g.large 2 16384 arm64 0.228
db.r7g.xlarge 4 32768 arm64 0.456
db.r7g.2xlarge 8 65536 arm64 0.912
db.r7g.4xlarge 16 131072 arm64 1.824
db.r7g.8xlarge 32 262144 arm64 3.648
db.r8g.large 2 16384 arm64 0.24
db.r8g.xlarge 4 32768 arm64 0.48
db.r8g.2xlarge 8 65536 arm64 0.96
db.r8g.4xlarge 16 131072 arm64 1.92
db.r8g.8xlarge 32 262144 arm64 3.84
`;

function readRows<T extends { readonly name: string }>(
  text: string,
  read: (
    name: string,
    architecture: "arm64" | "amd64",
    numbers: readonly number[],
    mark: string | undefined,
  ) => T,
): ReadonlyMap<string, T> {
  const types = text
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", vcpu, memory, architecture, ...rest] = line.split(" ");
      const mark = rest.at(-1) === "?" ? rest.pop() : undefined;
      const numbers = [vcpu, memory, ...rest].map(Number);
      return read(name, architecture === "arm64" ? "arm64" : "amd64", numbers, mark);
    });
  return new Map(types.map((type) => [type.name, type]));
}

export const nodeTypes = readRows<NodeType>(nodeTypeRows, (name, architecture, numbers) => {
  const [vcpu = 0, memoryMiB = 0, allocatableMilliCpu = 0, allocatableMiB = 0, usdPerHour = 0] =
    numbers;
  return { name, vcpu, memoryMiB, architecture, allocatableMilliCpu, allocatableMiB, usdPerHour };
});

export const brokerTypes = readRows<BrokerType>(brokerRows, (name, architecture, numbers) => {
  const [vcpu = 0, memoryMiB = 0, recommendedPartitions = 0, mostPartitions = 0, usdPerHour = 0] =
    numbers;
  return {
    name,
    vcpu,
    memoryMiB,
    architecture,
    recommendedPartitions,
    mostPartitions,
    takesKraft: !name.startsWith("kafka.t3."),
    usdPerHour,
  };
});

export const databaseTypes = readRows<DatabaseType>(
  databaseRows,
  (name, architecture, numbers, mark) => {
    const [vcpu = 0, memoryMiB = 0, usdPerHour = 0] = numbers;
    return { name, vcpu, memoryMiB, architecture, usdPerHour, confirmed: mark === undefined };
  },
);

/**
 * Families that RDS runs MySQL 8.4 on; of those without a row above the price is not known.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
 */
const databaseFamilies: readonly string[] =
  "c6gd m5 m5d m6g m6gd m6i m6id m6idn m6in m7g m7i m8g m8gd r5 r5b r5d r6g r6gd r6i r6id r6idn r6in r7g r7i r8g r8gd t3 t4g x2g x2iedn".split(
    " ",
  );

/** Whether RDS has such a class; sizes within a family are not listed one by one. */
export function isDatabaseType(name: string): boolean {
  const match = /^db\.([a-z0-9]+)\.(micro|small|medium|large|\d*xlarge)$/.exec(name);
  return databaseTypes.has(name) || databaseFamilies.includes(match?.[1] ?? "");
}
