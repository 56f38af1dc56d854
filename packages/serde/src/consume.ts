import { setTimeout as sleep } from "node:timers/promises";
import { Admin, Consumer } from "@platformatic/kafka";
import { describeError, nearMatch, WeirError } from "@weir/core";
import { type ConsumedRecord, toConsumedRecord } from "./consumed-record.ts";
import { fetchRound, type Position, type RawRecord } from "./fetch-round.ts";
import { createSchemaCache, type FetchSchema } from "./schema-cache.ts";

/** TLS, and the token of SASL/OAUTHBEARER, made anew for each connection; as MSK's IAM wants it. */
export interface KafkaTokenSecurity {
  readonly token: () => Promise<string>;
}

export interface ConsumeTopicOptions {
  /** `host:port` of each broker. */
  readonly bootstrapServers: readonly string[];
  readonly topic: string;
  /** Every record that the topic still has, before those that come. @default false */
  readonly fromBeginning?: boolean;
  /** Stop at the end that the topic has at the start. @default false */
  readonly untilEnd?: boolean;
  /** Stop after so many records. */
  readonly maxRecords?: number;
  /** Stop after so long without a record. */
  readonly idleMs?: number;
  /** Ends the iteration without an error. */
  readonly signal?: AbortSignal;
  readonly fetchSchema: FetchSchema;
  /** For records with Confluent's header, which cannot be decoded without it. */
  readonly fetchConfluentSchema?: FetchSchema;
  /** Plain text without authentication where absent. */
  readonly security?: KafkaTokenSecurity;
  /** Who can reach the brokers; part of the remedy where they do not answer. */
  readonly reach?: string;
  /** Brokers that do not answer for so long end the iteration. @default 30 000 */
  readonly brokerDeadlineMs?: number;
}

const retryDelayMs = 250;

/**
 * Yields every record of all partitions of a topic, each decoded with its own writer schema; what
 * cannot be decoded is yielded with its reason. Records of one partition come in order. Joins no
 * consumer group, so that it leaves no offset behind and disturbs nobody.
 * Throws TOPIC_UNKNOWN, KAFKA_UNREACHABLE, and what `fetchSchema` throws.
 */
export async function* consumeTopic(
  options: ConsumeTopicOptions,
): AsyncGenerator<ConsumedRecord, void, undefined> {
  const { topic, maxRecords = Number.POSITIVE_INFINITY, idleMs, signal } = options;
  const schemas = createSchemaCache({ fetchSchema: options.fetchSchema });
  const confluentSchemas =
    options.fetchConfluentSchema &&
    createSchemaCache({ fetchSchema: options.fetchConfluentSchema, framing: "confluent" });
  const consumer = createConsumer(options);
  let yielded = 0;
  let lastRecordAt = Date.now();
  try {
    const { positions, ends } = await start(consumer, options);
    while (yielded < maxRecords && !signal?.aborted && !atEnd(positions, ends)) {
      if (idleMs !== undefined && Date.now() - lastRecordAt >= idleMs) return;
      for (const raw of await fetchUntilAnswered(consumer, topic, positions, options)) {
        const end = ends?.get(raw.partition);
        if (end !== undefined && raw.offset >= end) continue;
        yield await toConsumedRecord(raw, schemas, confluentSchemas);
        lastRecordAt = Date.now();
        yielded += 1;
        if (yielded >= maxRecords || signal?.aborted) return;
      }
    }
  } finally {
    await consumer.close(true);
  }
}

function clientOptions({ bootstrapServers, security }: ConsumeTopicOptions) {
  return {
    ...(security === undefined
      ? {}
      : { tls: {}, sasl: { mechanism: "OAUTHBEARER" as const, token: security.token } }),
    clientId: "weir-consume",
    bootstrapBrokers: [...bootstrapServers],
    retries: 2,
    retryDelay: retryDelayMs,
    connectTimeout: 3_000,
    timeout: 10_000,
  };
}

function createConsumer(options: ConsumeTopicOptions): Consumer {
  const consumer = new Consumer({
    ...clientOptions(options),
    // The library asks for a name; no group is joined.
    groupId: `weir-consume-${process.pid}`,
    autocommit: false,
  });
  consumer.topics.track(options.topic);
  return consumer;
}

type Positions = Map<number, Position>;
type Ends = ReadonlyMap<number, bigint>;

async function start(
  consumer: Consumer,
  options: ConsumeTopicOptions,
): Promise<{ positions: Positions; ends: Ends | undefined }> {
  const { topic, fromBeginning = false, untilEnd = false } = options;
  await assertTopic(options);
  const offsetsAt = async (timestamp: bigint) => {
    const offsets = await consumer.listOffsets({ topics: [topic], timestamp, isolationLevel: 1 });
    return (offsets.get(topic) ?? []).map((offset, partition) => [partition, offset] as const);
  };
  const [earliest, latest] = [-2n, -1n];
  try {
    const ends = untilEnd ? new Map(await offsetsAt(latest)) : undefined;
    const starts = await offsetsAt(fromBeginning ? earliest : latest);
    const positions = starts.map(([p, offset]) => [p, { nextOffset: offset }] as const);
    return { positions: new Map(positions), ends };
  } catch (error) {
    throw unreachable(options, error);
  }
}

/** Names the topic that was probably meant; a broker is never asked to create one. */
async function assertTopic(options: ConsumeTopicOptions): Promise<void> {
  const { topic } = options;
  const admin = new Admin(clientOptions(options));
  let known: string[];
  try {
    known = (await admin.listTopics({ includeInternals: true })).sort();
  } catch (error) {
    throw unreachable(options, error);
  } finally {
    await admin.close();
  }
  if (known.includes(topic)) return;
  const match = nearMatch(topic, known);
  throw new WeirError("TOPIC_UNKNOWN", `there is no topic "${topic}"`, {
    remedy:
      match === undefined ? "list the topics with: weir get topics" : `did you mean "${match}"?`,
    details: { topic, known },
  });
}

function atEnd(positions: Positions, ends: Ends | undefined): boolean {
  if (ends === undefined) return false;
  return [...ends].every(([partition, end]) => (positions.get(partition)?.nextOffset ?? 0n) >= end);
}

async function fetchUntilAnswered(
  consumer: Consumer,
  topic: string,
  positions: Positions,
  options: ConsumeTopicOptions,
): Promise<RawRecord[]> {
  const deadline = Date.now() + (options.brokerDeadlineMs ?? 30_000);
  for (;;) {
    try {
      return await fetchRound(consumer, topic, positions);
    } catch (error) {
      // A leader may have moved, or a broker be on its way back.
      if (options.signal?.aborted) return [];
      if (Date.now() >= deadline) throw unreachable(options, error);
      consumer.clearMetadata();
      await sleep(retryDelayMs);
    }
  }
}

function unreachable({ bootstrapServers, reach }: ConsumeTopicOptions, cause: unknown): WeirError {
  const servers = bootstrapServers.join(", ");
  return new WeirError("KAFKA_UNREACHABLE", `no answer from Kafka at ${servers}`, {
    cause,
    remedy: reach ?? "look at the brokers with: weir status",
    details: { bootstrapServers, cause: describeError(cause) },
  });
}
