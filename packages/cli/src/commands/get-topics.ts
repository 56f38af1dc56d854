import { defineCommand } from "../define-command.ts";
import { renderTable } from "../output/table.ts";
import { toggle } from "../parameters.ts";
import { readTopics } from "../read-topics.ts";
import { openRunningStack } from "../running-stack.ts";
import { selectNamed } from "../select-named.ts";

/** `weir get topics`: what Kafka has, and which connector writes it. */
export const getTopics = defineCommand<{ internal: boolean }, [string | undefined]>({
  flags: { internal: toggle("Also the topics that Kafka and Connect keep for themselves") },
  positional: [{ name: "TOPIC", brief: "Only this one", optional: true }],
  async run(command, { internal }, name) {
    const stack = await openRunningStack(command);
    const all = await readTopics(stack);
    const shown = all.filter((topic) => internal || name !== undefined || !topic.internal);
    const topics = await selectNamed("topic", shown, name);
    return {
      json: topics,
      human: renderTable(
        [
          { heading: "topic" },
          { heading: "partitions", align: "right" },
          { heading: "replicas", align: "right" },
          { heading: "in sync", align: "right" },
          { heading: "end offset", align: "right" },
          { heading: "connector" },
        ],
        topics.map((topic) => [
          topic.name,
          String(topic.partitions),
          String(topic.replicas),
          String(topic.inSyncReplicas),
          String(topic.endOffset),
          topic.connector ?? "-",
        ]),
      ),
    };
  },
});
