import type { ConnectClient } from "@weir/connect";
import { defineCommand } from "./define-command.ts";
import { openRunningStack } from "./running-stack.ts";
import { selectNamed } from "./select-named.ts";

export interface StateCommandDefinition {
  readonly description: string;
  readonly state: "RUNNING" | "PAUSED" | "STOPPED";
  readonly ask: (client: ConnectClient, name: string) => Promise<void>;
}

/** `weir pause|resume|stop CONNECTOR`: asks, then waits until Connect shows the state. */
export function defineStateCommand({ description, state, ask }: StateCommandDefinition) {
  return defineCommand<object, [string]>({
    description,
    positional: [{ name: "CONNECTOR", brief: "Name of the connector" }],
    async run(command, _flags, name) {
      const { connect } = await openRunningStack(command);
      const { waitForState } = await import("./wait-for-state.ts");
      const named = (await connect.listConnectors()).map((each) => ({ name: each }));
      await selectNamed("connector", named, name);
      await ask(connect, name);
      const status = await waitForState(connect, name, state, command.signal);
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
    },
  });
}
