import path from "node:path";
import type { LakeEvent, LakeRunResult } from "@weir/lake";
import { assertLakeReads } from "../assert-lake-reads.ts";
import { loadAwsPlatform } from "../aws/load-aws-platform.ts";
import type { CommandRun } from "../command.ts";
import { defineCommand } from "../define-command.ts";
import { renderTable } from "../output/table.ts";
import { renderDuration } from "../output/units.ts";
import { toggle } from "../parameters.ts";
import { openRunningStack } from "../running-stack.ts";
import { type Target, targetFlag } from "../target.ts";

const deadlineMs = 60 * 60_000;

/** `weir lake run --once`: everything that is in Kafka now comes into the Delta lake. */
export const lakeRun = defineCommand<{ once: boolean; target: Target }>({
  description: "Runs the Spark job once, to the end that the topics have at its start.",
  flags: {
    target: targetFlag,
    once: toggle("Take what is there now, then end; the only way so far"),
  },
  endsInOrder: true,
  async run(command, { once, target }) {
    // On AWS the deployed job knows whether it ends.
    if (target === "aws") return runOnGlue(command);
    const [stack, lake, { WeirError }] = await Promise.all([
      import("@weir/stack"),
      import("@weir/lake"),
      import("@weir/core"),
    ]);
    if (!once) {
      throw new WeirError("USAGE", "a lake run that goes on for ever is not there yet", {
        remedy: "take what is there now with: weir lake run --once",
      });
    }
    const running = await openRunningStack(command);
    await assertLakeReads(running.platform);
    const { cadence: _, ...lakeSpec } = (await command.loadSpec()).platform.lake;
    const platform = {
      ...running.platform,
      // Gold may have changed since the stack was started; tables follow weir apply.
      lake: { ...running.platform.lake, ...lakeSpec },
    };
    const cacheDirectory = await command.cacheDirectory();
    const java = stack.findJava(command.env);
    const { report } = command.progress;
    const python = await preparePython(command, cacheDirectory);
    const engines = await stack.buildEngines({
      sourceDirectory: stack.engineSourceDirectory(),
      cacheDirectory,
      java,
      env: command.env,
      report,
      signal: command.signal,
    });
    const job = lake.planLocalLakeJob(platform, {
      directory: running.directory,
      bootstrapServers: running.bootstrapServers.join(","),
      registryEndpoint: running.registryEndpoint,
      sparkJars: engines.spark,
    });
    report({ step: "lake", state: "started", detail: "Spark starts" });
    const result = await lake.runLakeJob({
      job,
      python,
      environment: command.env,
      javaHome: java.home,
      workDirectory: path.join(running.directory.root, "lake-job"),
      deadlineMs,
      signal: command.signal,
      onEvent: (event) => reportEvent(event, command),
    });
    report({ step: "lake", state: "done" });
    return { json: result, human: renderRun(result, target) };
  },
});

async function runOnGlue(command: CommandRun) {
  const platform = await loadAwsPlatform(command);
  await assertLakeReads(platform);
  const [{ runGlueLake }, { awsNames, startGlueRun }] = await Promise.all([
    import("@weir/lake"),
    import("@weir/deploy"),
  ]);
  const { report } = command.progress;
  if (platform.lake.cadence === "continuous") {
    const { region } = platform.aws;
    const run = await startGlueRun(awsNames(platform).glueJob, { region, signal: command.signal });
    const human = `run ${run.runId} of ${run.jobName} is started; it is continuous and has no end\n`;
    return { json: run, human };
  }
  report({ step: "lake", state: "started", detail: "the Glue job starts" });
  const result = await runGlueLake({
    region: platform.aws.region,
    jobName: awsNames(platform).glueJob,
    deadlineMs: Math.max(deadlineMs, (platform.aws.glue.timeoutMinutes + 15) * 60_000),
    signal: command.signal,
    onState: (state) => report({ step: "lake", state: "running", detail: `run is ${state}` }),
    onEvent: (event) => reportEvent(event, command),
  });
  report({ step: "lake", state: "done" });
  return { json: result, human: renderRun(result, "aws") };
}

async function preparePython(command: CommandRun, cacheDirectory: string) {
  const { preparePythonEnvironment } = await import("@weir/lake");
  const { report } = command.progress;
  let installs = false;
  const python = await preparePythonEnvironment({
    cacheDirectory,
    environment: command.env,
    signal: command.signal,
    onProgress: (detail) => {
      installs = true;
      report({ step: "python packages", state: "running", detail });
    },
  });
  if (installs) report({ step: "python packages", state: "done" });
  return python;
}

function reportEvent(event: LakeEvent, command: CommandRun): void {
  const running = (detail: string) =>
    command.progress.report({ step: "lake", state: "running", detail });
  if (event.event === "started") running(`Spark ${event.sparkVersion} runs`);
  if (event.event === "batch") running(`${event.source}: ${event.records} records`);
  if (event.event === "table") running(`silver ${event.table}`);
  if (event.event === "gold") running(`gold ${event.name}`);
  if (event.event === "warning") command.say(`warning: ${event.message}`);
}

function renderRun({ tables, durationMs }: LakeRunResult, target: Target): string {
  const table = renderTable(
    [
      { heading: "source" },
      { heading: "table" },
      { heading: "records", align: "right" },
      { heading: "silver version", align: "right" },
      { heading: "resync required" },
    ],
    tables.map(({ source, table: name, records, silverVersion, resync }) => [
      source,
      name,
      String(records),
      String(silverVersion),
      resync.map(({ message }) => message).join("; ") || "-",
    ]),
  );
  const flag = target === "aws" ? " --target aws" : "";
  return `${table}in ${renderDuration(durationMs)}\nnext: weir lake query${flag} "select * from silver.TABLE"\n`;
}
