import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Consumer } from "@platformatic/kafka";

/** The first `count` values of a topic as their bytes, read without any of our decoding. */
export async function readRawRecords(
  bootstrapServers: string,
  topic: string,
  count: number,
  deadlineMs: number,
): Promise<Buffer[]> {
  const consumer = new Consumer({
    clientId: "weir-demo",
    groupId: `weir-demo-${randomUUID()}`,
    bootstrapBrokers: bootstrapServers.split(","),
    autocommit: false,
  });
  const values: Buffer[] = [];
  try {
    const stream = await consumer.consume({ topics: [topic], mode: "earliest", maxWaitTime: 500 });
    const reading = (async () => {
      for await (const message of stream) {
        if (message.value) values.push(Buffer.from(message.value));
        if (values.length >= count) return;
      }
    })();
    await Promise.race([reading, sleep(deadlineMs, undefined, { ref: false })]);
    await stream.close();
  } finally {
    await consumer.close(true);
  }
  return values;
}
