import { withConnectors } from "../connectors/connector-control.ts";
import { defineCommand } from "../define-command.ts";
import { stateColour } from "../output/paint.ts";
import { renderTable } from "../output/table.ts";
import { selectNamed } from "../select-named.ts";
import { type Target, targetFlag } from "../target.ts";

/** `weir get tasks`: state, worker, and the cause of what is FAILED. */
export const getTasks = defineCommand<{ target: Target }, [string | undefined]>({
  flags: { target: targetFlag },
  positional: [{ name: "CONNECTOR", brief: "Only the tasks of this one", optional: true }],
  run: (command, { target }, name) =>
    withConnectors(command, target, async (connectors) => {
      const tasks = [];
      for (const status of await selectNamed("connector", await connectors.statuses(), name)) {
        const failures = await connectors.failures(status);
        for (const { id, state, worker_id: workerId } of status.tasks) {
          const failure = failures.find(({ task }) => task === id);
          tasks.push({ connector: status.name, id, state, workerId, ...failure });
        }
      }
      const rows = tasks.map((task) => [
        task.connector,
        String(task.id),
        command.paint(stateColour(task.state), task.state),
        task.workerId,
        task.refusedSchema?.violations.map(({ message }) => message).join("; ") ??
          task.diagnosis?.summary ??
          "",
      ]);
      const columns = ["connector", "task", "state", "worker", "cause"];
      return {
        json: tasks.map(({ task: _, ...rest }) => rest),
        human: renderTable(
          columns.map((heading) => ({ heading })),
          rows,
        ),
      };
    }),
});
