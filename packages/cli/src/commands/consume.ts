import { defineCommand } from "../define-command.ts";
import { openTopics } from "../open-topics.ts";
import { renderRecord } from "../output/render-record.ts";
import { count, toggle } from "../parameters.ts";
import { type Target, targetFlag } from "../target.ts";

interface ConsumeFlags {
  readonly target: Target;
  readonly fromBeginning: boolean;
  readonly untilEnd: boolean;
  readonly max?: number;
}

/** `weir consume`: every record of a topic, decoded with the schema it was written with. */
export const consume = defineCommand<ConsumeFlags, [string]>({
  description:
    "Follows the topic until Ctrl-C, --max or --until-end. With -o json each record is a line of JSON.",
  flags: {
    target: targetFlag,
    fromBeginning: toggle("Begin with the oldest record"),
    untilEnd: toggle("Stop at the end that the topic has now"),
    max: count("Stop after so many records"),
  },
  positional: [{ name: "TOPIC", brief: "Such as fullfillment.test_db.person" }],
  endsInOrder: true,
  async run(command, { target, fromBeginning, untilEnd, max }, topic) {
    const topics = await openTopics(command, target);
    const { consumeTopic, exactJson } = await import("@weir/serde");
    const records = consumeTopic({
      ...topics,
      topic,
      fromBeginning,
      untilEnd,
      ...(max === undefined ? {} : { maxRecords: max }),
      signal: command.signal,
    });
    for await (const record of records) {
      const line =
        command.format === "json"
          ? exactJson(record)
          : renderRecord(record, exactJson, command.paint);
      command.print(`${line}\n`);
    }
    return undefined;
  },
});
