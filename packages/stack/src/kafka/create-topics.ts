import { Admin } from "@platformatic/kafka";
import type { TopicPlan } from "@weir/connect";
import { waitUntil } from "../process/wait-until.ts";

const deadlineMs = 60_000;

/** Creates the topics that do not exist yet. Those that exist keep their settings. */
export async function createTopics(
  bootstrapServers: string,
  topics: readonly TopicPlan[],
  signal: AbortSignal,
): Promise<void> {
  const admin = new Admin({
    clientId: "weir-stack",
    bootstrapBrokers: bootstrapServers.split(","),
    retries: 0,
  });
  try {
    // Brokers that have just started may not know each other yet.
    await waitUntil(
      async () => {
        const existing = new Set(await admin.listTopics({ includeInternals: true }));
        for (const { name, partitions, replicationFactor, config } of topics) {
          if (existing.has(name)) continue;
          await admin.createTopics({
            topics: [name],
            partitions,
            replicas: replicationFactor,
            configs: Object.entries(config).map(([key, value]) => ({ name: key, value })),
          });
        }
        return true;
      },
      { what: `topics ${topics.map(({ name }) => name).join(", ")}`, deadlineMs, signal },
    );
  } finally {
    await admin.close();
  }
}
