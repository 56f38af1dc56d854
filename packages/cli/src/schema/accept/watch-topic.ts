import { Admin, Consumer } from "@platformatic/kafka";
import { names, WeirError } from "@weir/core";
import { decodeGlueRecord, fetchRound, type Position } from "@weir/serde";
import type { OpenedTopics } from "../../open-topics.ts";

/** Where and by what the refused row is known when it comes. */
export interface AwaitedRecord {
  readonly schemaName: string;
  readonly schemaVersionId: string;
  /** No record with that version is older, in milliseconds since 1970. */
  readonly sinceMs: number;
}

export interface ArrivedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** Looks for the record once more at each call; undefined as long as it is not there. */
export interface TopicWatch {
  look(): Promise<ArrivedRecord | undefined>;
  close(): Promise<void>;
}

/** Clocks of the registry and of the workers differ a little. */
const clockSkewMs = 60_000;

/**
 * Reads the schema's topic from the time at which the accept began, by the ids in the records'
 * headers: nothing is decoded. Joins no consumer group. Throws KAFKA_UNREACHABLE, TOPIC_UNKNOWN.
 */
export async function watchTopic(
  topics: Pick<OpenedTopics, "bootstrapServers" | "security" | "reach">,
  awaited: AwaitedRecord,
): Promise<TopicWatch> {
  const { bootstrapServers, security, reach } = topics;
  const client = {
    ...(security === undefined
      ? {}
      : { tls: {}, sasl: { mechanism: "OAUTHBEARER" as const, token: security.token } }),
    clientId: "weir-schema-accept",
    bootstrapBrokers: [...bootstrapServers],
    retries: 2,
    retryDelay: 250,
    connectTimeout: 3_000,
    timeout: 10_000,
  };
  const unreachable = (cause: unknown) =>
    new WeirError("KAFKA_UNREACHABLE", `no answer from Kafka at ${bootstrapServers.join(", ")}`, {
      cause,
      remedy: reach ?? "look at the brokers with: weir status",
    });
  const topic = await chooseTopic(client, awaited.schemaName).catch((error: unknown) => {
    throw error instanceof WeirError ? error : unreachable(error);
  });
  const isKey = topic !== awaited.schemaName;
  const consumer = new Consumer({
    ...client,
    // The library asks for a name; no group is joined.
    groupId: `weir-schema-accept-${process.pid}`,
    autocommit: false,
  });
  consumer.topics.track(topic);
  const positions = new Map<number, Position>();
  try {
    const at = async (timestamp: bigint) =>
      (await consumer.listOffsets({ topics: [topic], timestamp })).get(topic) ?? [];
    const ends = await at(-1n);
    const starts = await at(BigInt(Math.max(0, awaited.sinceMs - clockSkewMs)));
    // -1 where no record is as young as that.
    for (const [partition, offset] of starts.entries()) {
      positions.set(partition, { nextOffset: offset < 0n ? (ends[partition] ?? 0n) : offset });
    }
  } catch (error) {
    await consumer.close(true);
    throw unreachable(error);
  }
  return {
    look: async () => {
      for (const record of await fetchRound(consumer, topic, positions)) {
        const bytes = isKey ? record.key : record.value;
        if (bytes === null) continue;
        const header = decodeGlueRecord(bytes);
        if ("reason" in header || header.schemaVersionId !== awaited.schemaVersionId) continue;
        const { partition, offset } = record;
        return { topic, partition, offset: String(offset) };
      }
      return undefined;
    },
    close: () => consumer.close(true),
  };
}

/** The topic of a schema: of its name, or of its name without `-key`. */
async function chooseTopic(
  client: ConstructorParameters<typeof Admin>[0],
  schemaName: string,
): Promise<string> {
  const admin = new Admin(client);
  try {
    const known = await admin.listTopics({ includeInternals: true });
    if (known.includes(schemaName)) return schemaName;
    const ofKey = known.find((topic) => names.keySchemaName(topic) === schemaName);
    if (ofKey !== undefined) return ofKey;
  } finally {
    await admin.close();
  }
  throw new WeirError("TOPIC_UNKNOWN", `there is no topic of schema "${schemaName}"`, {
    remedy: "list the topics with: weir get topics",
  });
}
