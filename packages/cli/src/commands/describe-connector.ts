import { renderFailures } from "../connector-report.ts";
import { withConnectors } from "../connectors/connector-control.ts";
import { defineCommand } from "../define-command.ts";
import { stateColour } from "../output/paint.ts";
import { renderTable } from "../output/table.ts";
import { selectNamed } from "../select-named.ts";
import { type Target, targetFlag } from "../target.ts";

/** `weir describe connector`: configuration, state, offsets, topics, and what is wrong with it. */
export const describeConnector = defineCommand<{ target: Target }, [string]>({
  flags: { target: targetFlag },
  positional: [{ name: "CONNECTOR", brief: "Name of the connector" }],
  run: (command, { target }, name) =>
    withConnectors(command, target, async (connectors) => {
      const { paint } = command;
      const { redactConfig } = await import("@weir/connect");
      await selectNamed("connector", await connectors.statuses(), name);
      const found = await connectors.describe(name);
      const { status, offsets, topics } = found;
      const { type } = status;
      const failures = await connectors.failures(status);
      const config = redactConfig(found.config);
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
        json: { name, type, state, workerId, tasks, failures, offsets, topics, config },
        human: [
          `connector ${name} (${type}): ${painted(state)} on ${workerId}\n\n`,
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
    }),
});
