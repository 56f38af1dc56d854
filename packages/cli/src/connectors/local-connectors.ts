import { status as readStackStatus } from "@weir/stack";
import type { CommandRun } from "../command.ts";
import { readFailures } from "../connector-report.ts";
import { openRunningStack } from "../running-stack.ts";
import { waitForRestart, waitForState, waitUntilGone } from "../wait-for-state.ts";
import type { ConnectorControl } from "./connector-control.ts";

/** The connectors of the running local stack, through Kafka Connect's REST interface. */
export async function openLocalConnectors(command: CommandRun): Promise<ConnectorControl> {
  const stack = await openRunningStack(command);
  const { connect } = stack;
  const verbs = { RUNNING: "resume", PAUSED: "pause", STOPPED: "stop" } as const;
  const offsets = async (name: string) => (await connect.getOffsets(name)).offsets;
  return {
    // Also those that wait for their tables, which Kafka Connect does not know yet.
    summaries: async () => (await readStackStatus(stack.directory)).connectors,
    statuses: () => connect.listConnectorStatuses(),
    describe: async (name) => {
      const [status, { config }, stored, topics] = await Promise.all([
        connect.getConnectorStatus(name),
        connect.getConnector(name),
        offsets(name),
        connect.getTopics(name),
      ]);
      return { status, config, offsets: stored, topics };
    },
    offsets,
    bringTo: async (name, state) => {
      await connect[verbs[state]](name);
      return waitForState(connect, name, state, command.signal);
    },
    restart: async (name, { task, onlyFailed }) => {
      if (task === undefined) {
        await connect.restartConnector(name, { includeTasks: true, onlyFailed });
      } else {
        await connect.restartTask(name, task);
      }
      return waitForRestart(connect, name, command.signal);
    },
    remove: async (name) => {
      await connect.delete(name);
      await waitUntilGone(connect, name, command.signal);
    },
    failures: (status) => readFailures(status, stack),
    close: () => {},
  };
}
