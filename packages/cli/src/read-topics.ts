import { hasErrorCode, WeirError } from "@weir/core";
import type { RunningStack } from "./running-stack.ts";

export interface TopicSummary {
  readonly name: string;
  readonly partitions: number;
  /** Copies of each partition. */
  readonly replicas: number;
  /** The fewest copies that any partition has in sync. */
  readonly inSyncReplicas: number;
  /** Sum over the partitions: records ever written, those of compaction and transactions included. */
  readonly endOffset: number | string;
  /** The connector that has written to it. */
  readonly connector: string | null;
  /** Kept by Kafka or Connect for themselves. */
  readonly internal: boolean;
}

const latestTimestamp = -1n;

/** Every topic of the stack's cluster, sorted by name. Throws KAFKA_UNREACHABLE. */
export async function readTopics(stack: RunningStack): Promise<TopicSummary[]> {
  const { Admin } = await import("@platformatic/kafka");
  const admin = new Admin({
    clientId: "weir-get-topics",
    bootstrapBrokers: [...stack.bootstrapServers],
    retries: 2,
    retryDelay: 250,
    connectTimeout: 3_000,
    timeout: 10_000,
  });
  try {
    const names = (await admin.listTopics({ includeInternals: true })).sort();
    const { topics } = await admin.metadata({ topics: names });
    const ends = await readEndOffsets(admin, topics);
    const writers = await readWriters(stack);
    return names.map((name) => {
      const partitions = topics.get(name)?.partitions ?? [];
      return {
        name,
        partitions: partitions.length,
        replicas: partitions[0]?.replicas.length ?? 0,
        inSyncReplicas: Math.min(...partitions.map(({ isr }) => isr.length)),
        endOffset: toExact(ends.get(name) ?? 0n),
        connector: writers.get(name) ?? null,
        internal: isInternal(name, stack.platform.name),
      };
    });
  } catch (cause) {
    if (hasErrorCode(cause, "CONNECT_UNREACHABLE")) throw cause;
    throw new WeirError(
      "KAFKA_UNREACHABLE",
      `no answer from Kafka at ${stack.bootstrapServers.join(", ")}`,
      { cause, remedy: 'look at the brokers with "weir status"' },
    );
  } finally {
    await admin.close();
  }
}

async function readEndOffsets(
  admin: import("@platformatic/kafka").Admin,
  topics: ReadonlyMap<string, { readonly partitions: readonly unknown[] }>,
): Promise<Map<string, bigint>> {
  const listed = await admin.listOffsets({
    topics: [...topics].map(([name, { partitions }]) => ({
      name,
      partitions: partitions.map((_, partitionIndex) => ({
        partitionIndex,
        timestamp: latestTimestamp,
      })),
    })),
  });
  return new Map(
    listed.map(({ name, partitions }) => [
      name,
      partitions.reduce((sum, { offset }) => sum + offset, 0n),
    ]),
  );
}

/** Topic to connector, as Connect remembers it; empty while no worker answers. */
async function readWriters({ connect }: RunningStack): Promise<Map<string, string>> {
  const writers = new Map<string, string>();
  try {
    for (const connector of await connect.listConnectors()) {
      for (const topic of await connect.getTopics(connector)) writers.set(topic, connector);
    }
  } catch (error) {
    if (!hasErrorCode(error, "CONNECT_UNREACHABLE")) throw error;
  }
  return writers;
}

function isInternal(topic: string, platform: string): boolean {
  return (
    topic.startsWith("__") ||
    topic.startsWith("weir.schema-history.") ||
    topic.startsWith(`${platform}.connect.`)
  );
}

function toExact(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
