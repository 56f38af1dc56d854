import { readFailures } from "../connector-report.ts";
import { defineCommand } from "../define-command.ts";
import { stateColour } from "../output/paint.ts";
import { renderTable } from "../output/table.ts";
import { openRunningStack } from "../running-stack.ts";
import { selectNamed } from "../select-named.ts";

/** `weir get tasks`: state, worker, and the cause of what is FAILED. */
export const getTasks = defineCommand<object, [string | undefined]>({
  positional: [{ name: "CONNECTOR", brief: "Only the tasks of this one", optional: true }],
  async run(command, _flags, name) {
    const stack = await openRunningStack(command);
    const statuses = await stack.connect.listConnectorStatuses();
    const tasks = [];
    for (const status of await selectNamed("connector", statuses, name)) {
      const failures = await readFailures(status, stack);
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
  },
});
