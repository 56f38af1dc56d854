import type { Consumer } from "@platformatic/kafka";
import { dropAborted, isControl } from "./drop-aborted.ts";

/** Where reading stands in a partition. */
export interface Position {
  nextOffset: bigint;
}

/** A record as it stands in Kafka. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since 1970. */
  readonly timestamp: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

const maxWaitMs = 500;
const isLogAppendTime = 0x08;

/**
 * Asks each leader once for what follows `positions`, moves them on and returns the records in
 * the order of their offsets; nothing after half a second without a record. Aborted transactions
 * and control records are left out.
 */
export async function fetchRound(
  consumer: Consumer,
  topic: string,
  positions: Map<number, Position>,
): Promise<RawRecord[]> {
  const metadata = await consumer.metadata({ topics: [topic] });
  const topicMetadata = metadata.topics.get(topic);
  if (topicMetadata === undefined) throw new Error(`the topic ${topic} has vanished`);
  const byLeader = new Map<number, number[]>();
  for (const partition of positions.keys()) {
    const leader = topicMetadata.partitions[partition]?.leader ?? -1;
    if (leader < 0) throw new Error(`partition ${partition} of ${topic} has no leader`);
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition]);
  }
  const rounds = await Promise.all(
    [...byLeader].map(async ([node, partitions]) => {
      const response = await consumer.fetch({
        node,
        minBytes: 1,
        maxBytes: 16 * 1024 * 1024,
        maxWaitTime: maxWaitMs,
        isolationLevel: 1,
        topics: [
          {
            topicId: topicMetadata.id,
            partitions: partitions.map((partition) => ({
              partition,
              fetchOffset: positions.get(partition)?.nextOffset ?? 0n,
              partitionMaxBytes: 4 * 1024 * 1024,
              currentLeaderEpoch: -1,
              lastFetchedEpoch: -1,
            })),
          },
        ],
      });
      return response.responses.flatMap((answer) => answer.partitions);
    }),
  );
  return rounds.flat().flatMap((answer) => {
    const position = positions.get(answer.partitionIndex);
    if (position === undefined) return [];
    const records: RawRecord[] = [];
    const batches = answer.records ?? [];
    const committed = new Set(dropAborted(batches, answer.abortedTransactions ?? []));
    for (const batch of batches) {
      const isData = (batch.attributes & isControl) === 0 && committed.has(batch);
      for (const record of isData ? batch.records : []) {
        const offset = batch.firstOffset + BigInt(record.offsetDelta);
        // A batch comes whole, also where reading begins in its middle.
        if (offset < position.nextOffset) continue;
        const appended = (batch.attributes & isLogAppendTime) !== 0;
        const timestamp = appended
          ? batch.maxTimestamp
          : batch.firstTimestamp + record.timestampDelta;
        const { key, value } = record;
        records.push({ topic, partition: answer.partitionIndex, offset, timestamp, key, value });
      }
      // Past what compaction or a transaction has left out as well.
      const next = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
      if (next > position.nextOffset) position.nextOffset = next;
    }
    return records;
  });
}
