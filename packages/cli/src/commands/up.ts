import path from "node:path";
import type { StackStatus } from "@weir/stack";
import type { CommandRun } from "../command.ts";
import { readFailures, renderFailures } from "../connector-report.ts";
import { defineCommand } from "../define-command.ts";
import { renderStatus } from "../output/render-status.ts";
import { toggle } from "../parameters.ts";
import { openRunningStack, openStateDirectory, type RunningStack } from "../running-stack.ts";

/** `weir up`: starts the local stack and returns when all of it is ready. */
export const up = defineCommand<{ small: boolean; noConnectors: boolean }>({
  description:
    "Starts MySQL, Kafka brokers, Connect workers and the schema registry in the background, applies the connectors of the spec, and returns when all of it is ready. Harmless when it runs already.",
  flags: {
    small: toggle("One broker and one worker, whatever the spec says"),
    noConnectors: toggle("Leave the connectors to weir apply"),
  },
  endsInOrder: true,
  async run(command, { small, noConnectors }) {
    const [stack, { smallFlags }] = await Promise.all([
      import("@weir/stack"),
      import("@weir/core"),
    ]);
    const { platform, directory: specDirectory } = await command.loadSpec(small ? smallFlags : []);
    const { init } = platform.local.mysql;
    const { alreadyRunning } = await stack.up({
      platform,
      directory: await openStateDirectory(command),
      cacheDirectory: await command.cacheDirectory(),
      sourceDirectory: stack.engineSourceDirectory(),
      initFile: init === undefined ? undefined : path.resolve(specDirectory, init),
      withoutConnectors: noConnectors,
      env: command.env,
      mysqlPassword: command.env.WEIR_MYSQL_PASSWORD,
      report: command.progress.report,
      signal: command.signal,
    });
    const running = await openRunningStack(command);
    const status = await stack.status(running.directory);
    const failed = await readFailedConnectors(running, status);
    command.progress.end();
    for (const [name, lines] of failed) {
      command.say(`connector "${name}" is FAILED; the stack stays up`);
      for (const line of lines) command.say(`  ${line}`);
    }
    return {
      json: status,
      human: renderUp(command, running, status, alreadyRunning),
      exitCode: failed.size > 0 ? 1 : 0,
    };
  },
});

/** The diagnosis of each connector that is FAILED or whose tasks are. */
async function readFailedConnectors(
  stack: RunningStack,
  status: StackStatus,
): Promise<Map<string, string[]>> {
  const failed = status.connectors.filter(({ state, tasks }) =>
    [state, ...tasks.map((task) => task.state)].includes("FAILED"),
  );
  const lines = new Map<string, string[]>();
  for (const { name } of failed) {
    const reports = await readFailures(await stack.connect.getConnectorStatus(name), stack);
    lines.set(name, await renderFailures(reports));
  }
  return lines;
}

function renderUp(
  { paint }: CommandRun,
  { state, bootstrapServers, registryEndpoint, mysql }: RunningStack,
  status: StackStatus,
  alreadyRunning: boolean,
): string {
  const [source] = status.connectors;
  const next = ["weir status", "weir get tasks", "weir logs -f"];
  if (source !== undefined) next.push(`weir describe connector ${source.name}`);
  return [
    alreadyRunning ? "the stack was running already\n" : "",
    renderStatus(status, paint),
    "\n",
    `mysql     ${mysql.user}@${mysql.host}:${mysql.port} (weir sql "…")${
      state.mysql === null ? "" : `, version ${state.mysql.version}`
    }\n`,
    `kafka     ${bootstrapServers.join(",")}\n`,
    `registry  ${registryEndpoint}\n`,
    "\n",
    `next: ${next.join(" · ")} · weir down\n`,
  ].join("");
}
