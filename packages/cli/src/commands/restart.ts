import type { ConnectClient } from "@weir/connect";
import { readFailures, renderFailures } from "../connector-report.ts";
import { defineCommand } from "../define-command.ts";
import { count, toggle } from "../parameters.ts";
import { openRunningStack } from "../running-stack.ts";
import { selectNamed } from "../select-named.ts";

interface RestartFlags {
  readonly task?: number;
  readonly failed: boolean;
}

/** `weir restart`: a connector with its tasks, one task, or only what is FAILED. */
export const restart = defineCommand<RestartFlags, [string | undefined]>({
  description:
    "Without CONNECTOR every connector, which needs --failed. Waits until all of it runs or has failed again.",
  flags: {
    task: count("Only this task", 0),
    failed: toggle("Only what is FAILED"),
  },
  positional: [{ name: "CONNECTOR", brief: "Name of the connector", optional: true }],
  async run(command, flags, name) {
    await assertUsage(flags, name);
    const stack = await openRunningStack(command);
    const { waitForRestart } = await import("../wait-for-state.ts");
    const before = await selectNamed(
      "connector",
      await stack.connect.listConnectorStatuses(),
      name,
    );
    const chosen = before.filter(
      ({ connector, tasks }) =>
        !flags.failed || [connector, ...tasks].some(({ state }) => state === "FAILED"),
    );
    const results = [];
    for (const { name: connector } of chosen) {
      await ask(stack.connect, connector, flags);
      const status = await waitForRestart(stack.connect, connector, command.signal);
      const failures = await readFailures(status, stack);
      const tasks = status.tasks.map((task) => ({
        id: task.id,
        state: task.state,
        workerId: task.worker_id,
      }));
      results.push({ name: connector, state: status.connector.state, tasks, failures });
    }
    const lines: string[] = results.length === 0 ? ["nothing is FAILED"] : [];
    for (const { name: connector, failures } of results) {
      lines.push(
        failures.length === 0
          ? `connector ${connector} runs again`
          : `connector ${connector} has failed again`,
        ...(await renderFailures(failures)).map((line) => `  ${line}`),
      );
    }
    return {
      json: results,
      human: `${lines.join("\n")}\n`,
      exitCode: results.some(({ failures }) => failures.length > 0) ? 1 : 0,
    };
  },
});

async function assertUsage({ failed, task }: RestartFlags, name: string | undefined) {
  const { WeirError } = await import("@weir/core");
  if (name === undefined && !failed) {
    throw new WeirError("USAGE", "which connector is to be restarted?", {
      remedy: "name it, or restart every failed one with: weir restart --failed",
    });
  }
  if (task === undefined) return;
  if (name === undefined || failed) {
    throw new WeirError("USAGE", "--task needs a CONNECTOR and does not go with --failed", {
      remedy: "give one or the other: weir restart CONNECTOR --task 0",
    });
  }
}

function ask(client: ConnectClient, name: string, { task, failed }: RestartFlags): Promise<void> {
  if (task !== undefined) return client.restartTask(name, task);
  return client.restartConnector(name, { includeTasks: true, onlyFailed: failed });
}
