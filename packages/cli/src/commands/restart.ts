import { renderFailures } from "../connector-report.ts";
import { withConnectors } from "../connectors/connector-control.ts";
import { defineCommand } from "../define-command.ts";
import { count, toggle } from "../parameters.ts";
import { selectNamed } from "../select-named.ts";
import { type Target, targetFlag } from "../target.ts";

interface RestartFlags {
  readonly target: Target;
  readonly task?: number;
  readonly failed: boolean;
}

/** `weir restart`: a connector with its tasks, one task, or only what is FAILED. */
export const restart = defineCommand<RestartFlags, [string | undefined]>({
  description:
    "Without CONNECTOR every connector, which needs --failed. Waits until all of it runs or has failed again.",
  flags: {
    target: targetFlag,
    task: count("Only this task", 0),
    failed: toggle("Only what is FAILED"),
  },
  positional: [{ name: "CONNECTOR", brief: "Name of the connector", optional: true }],
  async run(command, flags, name) {
    await assertUsage(flags, name);
    return withConnectors(command, flags.target, async (connectors) => {
      const before = await selectNamed("connector", await connectors.statuses(), name);
      const chosen = before.filter(
        ({ connector, tasks }) =>
          !flags.failed || [connector, ...tasks].some(({ state }) => state === "FAILED"),
      );
      const results = [];
      for (const { name: connector } of chosen) {
        const { task, failed: onlyFailed } = flags;
        const request = task === undefined ? { onlyFailed } : { onlyFailed, task };
        const status = await connectors.restart(connector, request);
        const failures = await connectors.failures(status);
        const tasks = status.tasks.map(({ id, state, worker_id: workerId }) => ({
          id,
          state,
          workerId,
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
    });
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
