import { withConnectors } from "./connectors/connector-control.ts";
import { defineCommand } from "./define-command.ts";
import { selectNamed } from "./select-named.ts";
import { type Target, targetFlag } from "./target.ts";

export interface StateCommandDefinition {
  readonly description: string;
  readonly state: "RUNNING" | "PAUSED" | "STOPPED";
}

/** `weir pause|resume|stop CONNECTOR`: asks, then waits until Connect shows the state. */
export function defineStateCommand({ description, state }: StateCommandDefinition) {
  return defineCommand<{ target: Target }, [string]>({
    description,
    flags: { target: targetFlag },
    positional: [{ name: "CONNECTOR", brief: "Name of the connector" }],
    run: (command, { target }, name) =>
      withConnectors(command, target, async (connectors) => {
        await selectNamed("connector", await connectors.statuses(), name);
        const status = await connectors.bringTo(name, state);
        const tasks = status.tasks.map((task) => ({
          id: task.id,
          state: task.state,
          workerId: task.worker_id,
        }));
        const failed = tasks.some((task) => task.state === "FAILED");
        const note = failed ? `; a task is FAILED, see "weir describe connector ${name}"` : "";
        return {
          json: { name, state: status.connector.state, tasks },
          human: `connector ${name} is ${status.connector.state}${note}\n`,
          exitCode: failed ? 1 : 0,
        };
      }),
  });
}
