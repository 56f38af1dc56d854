import { readFailures, renderFailures } from "../connector-report.ts";
import { defineCommand } from "../define-command.ts";
import { stateColour } from "../output/paint.ts";
import { renderTable } from "../output/table.ts";
import { openRunningStack } from "../running-stack.ts";
import { selectNamed } from "../select-named.ts";

/** `weir describe connector`: configuration, state, offsets, topics, and what is wrong with it. */
export const describeConnector = defineCommand<object, [string]>({
  positional: [{ name: "CONNECTOR", brief: "Name of the connector" }],
  async run({ paint, ...command }, _flags, name) {
    const stack = await openRunningStack({ paint, ...command });
    const { redactConfig } = await import("@weir/connect");
    const { connect } = stack;
    const named = (await connect.listConnectors()).map((each) => ({ name: each }));
    await selectNamed("connector", named, name);
    const [status, info, { offsets }, topics] = await Promise.all([
      connect.getConnectorStatus(name),
      connect.getConnector(name),
      connect.getOffsets(name),
      connect.getTopics(name),
    ]);
    const failures = await readFailures(status, stack);
    const config = redactConfig(info.config);
    const tasks = status.tasks.map((task) => ({
      id: task.id,
      state: task.state,
      workerId: task.worker_id,
      ...(task.trace === undefined ? {} : { trace: task.trace }),
    }));
    const { state, worker_id: workerId } = status.connector;
    const painted = (word: string) => paint(stateColour(word), word);
    const section = (title: string, lines: readonly string[]) =>
      lines.length === 0 ? "" : `\n${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;
    return {
      json: { name, type: info.type, state, workerId, tasks, failures, offsets, topics, config },
      human: [
        `connector ${name} (${info.type}): ${painted(state)} on ${workerId}\n\n`,
        renderTable(
          [{ heading: "task" }, { heading: "state" }, { heading: "worker" }],
          tasks.map((task) => [String(task.id), painted(task.state), task.workerId]),
        ),
        section(paint("red", "why"), await renderFailures(failures)),
        section(
          "offsets",
          offsets.map(
            ({ partition, offset }) => `${JSON.stringify(partition)} ${JSON.stringify(offset)}`,
          ),
        ),
        section("topics", [...topics].sort()),
        section(
          "config",
          Object.keys(config)
            .sort()
            .map((key) => `${key} = ${config[key]}`),
        ),
      ].join(""),
    };
  },
});
