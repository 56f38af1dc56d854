/**
 * Prints the records of a topic as JSON lines, each decoded with the schema it was written with.
 *
 *   node consumer.ts --bootstrap-servers 127.0.0.1:9092 --topic shop.shop_db.orders \
 *     --registry http://127.0.0.1:8085
 *
 * Without --registry it asks AWS Glue, with the region and credentials of the environment. Reads
 * from the beginning to the end that the topic has at the start.
 */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { Consumer } from "@platformatic/kafka";
import {
  awsSdkGlueCall,
  exactJson,
  type GlueSchemaRegistry,
  glueSchemaRegistry,
} from "@weir/serde";

const idleDeadlineMs = 30_000;

interface Options {
  readonly bootstrapServers: readonly string[];
  readonly topic: string;
  readonly registry: string | undefined;
}

function readOptions(): Options {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: { "bootstrap-servers": text, topic: text, registry: text },
  });
  const { "bootstrap-servers": servers, topic, registry } = values;
  if (servers !== undefined && topic !== undefined) {
    return { bootstrapServers: servers.split(","), topic, registry };
  }
  process.stderr.write(
    "usage: consumer.ts --bootstrap-servers HOST:PORT,… --topic TOPIC [--registry URL]\n",
  );
  process.exit(2);
}

async function openRegistry(
  endpoint: string | undefined,
): Promise<GlueSchemaRegistry<unknown, unknown>> {
  if (endpoint !== undefined) return glueSchemaRegistry({ endpoint });
  const { Glue } = await import("@aws-sdk/client-glue");
  return glueSchemaRegistry({ call: awsSdkGlueCall(new Glue()) });
}

/** Partitions that are not yet read to the end that the topic has now, with that end. */
async function readEnds(
  consumer: Consumer<unknown, unknown, string, Buffer | string>,
  topic: string,
): Promise<Map<number, bigint>> {
  const offsets = async (timestamp: bigint) =>
    (await consumer.listOffsets({ topics: [topic], timestamp })).get(topic) ?? [];
  const [starts, ends] = [await offsets(-2n), await offsets(-1n)];
  return new Map([...ends.entries()].filter(([partition, end]) => end > (starts[partition] ?? 0n)));
}

const { bootstrapServers, topic, registry } = readOptions();
const consumer = new Consumer({
  clientId: "example-consumer",
  // A group of its own for each run: it reads all of the topic and leaves no offset behind.
  groupId: `example-consumer-${randomUUID()}`,
  autocommit: false,
  bootstrapBrokers: [...bootstrapServers],
  registry: await openRegistry(registry),
});
try {
  const ends = await readEnds(consumer, topic);
  const stream = await consumer.consume({ topics: [topic], mode: "earliest" });
  const idle = setTimeout(() => {
    stream.destroy(new Error(`no record within ${idleDeadlineMs / 1000} s`));
  }, idleDeadlineMs);
  if (ends.size > 0) {
    for await (const { partition, offset, key, value } of stream) {
      idle.refresh();
      const end = ends.get(partition);
      if (end === undefined) continue;
      console.log(exactJson({ partition, offset: Number(offset), key, value }));
      if (offset + 1n >= end) ends.delete(partition);
      if (ends.size === 0) break;
    }
  }
  clearTimeout(idle);
  await stream.close();
} finally {
  await consumer.close(true);
}
