import { existsSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { cacheDirectory, describeError, loadPlatform, WeirError } from "@weir/core";
import {
  createStateDirectory,
  down,
  makeClassArchives,
  planStateDirectory,
  prepareEngines,
  readStackState,
  type StateDirectory,
  up,
} from "@weir/stack";
import { createDemoContext } from "./demo-context.ts";
import { prepareLake } from "./lake-setup.ts";
import { createNarrator, type Narrator, seconds } from "./narrator.ts";
import { showFailover } from "./parts/failover.ts";
import { showFirstRows } from "./parts/first-rows.ts";
import { showLake } from "./parts/lake.ts";
import { showSchemaEvolution } from "./parts/schema-evolution.ts";
import { type DemoReport, writeDemoReport } from "./report.ts";

const root = resolve(import.meta.dirname, "..");
const specFile = join(root, "examples", "legopoc-avro", "weir.config.ts");
const reportFile = join(root, ".weir", "demo-report.json");

/** The whole way of a row on one machine, told as it happens. @returns the exit code */
export async function runDemo(args: readonly string[]): Promise<number> {
  const { keep } = parseArgs({
    args: [...args],
    options: { keep: { type: "boolean", default: false } },
  }).values;
  const narrator = createNarrator(process.stdout);
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!interrupt.signal.aborted) narrator.say(`${signal}: ending what was started`);
      interrupt.abort();
    });
  }
  const startedAt = new Date();
  let failure: unknown;
  let directory: StateDirectory | undefined;
  try {
    directory = await tell(narrator, interrupt.signal, keep);
  } catch (error) {
    failure = error;
    narrator.say(`error: ${describeError(error)}`);
    if (error instanceof WeirError && error.remedy) narrator.say(`remedy: ${error.remedy}`);
  }
  const ok = failure === undefined && narrator.checks.every((check) => check.ok);
  // A stack that is kept is whole; what failed or was interrupted is ended.
  const kept = keep && directory !== undefined;
  if (!kept) await narrator.part("Everything is stopped", () => endDemo());
  const report: DemoReport = {
    ok,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    parts: narrator.parts,
    checks: narrator.checks,
    ...(failure === undefined ? {} : { failure: describeError(failure) }),
  };
  writeDemoReport(reportFile, report);
  summarise(narrator, report, kept);
  return ok ? 0 : 1;
}

const marker = "demo";

async function tell(
  narrator: Narrator,
  signal: AbortSignal,
  keep: boolean,
): Promise<StateDirectory> {
  const { platform, directory: specDirectory } = await loadPlatform({
    path: specFile,
    cwd: root,
    env: {},
  });
  const directory = planStateDirectory(join(specDirectory, ".weir"));
  const cache = cacheDirectory(process.env, homedir());
  const report = narrator.progress;

  const { prerequisites, lake } = await narrator.part("What the machine needs", async () => {
    await clearEarlierDemo(directory);
    const prerequisites = await prepareEngines({
      platform,
      cacheDirectory: cache,
      sourceDirectory: root,
      env: process.env,
      report,
      signal,
    });
    await makeClassArchives(prerequisites, report, signal);
    const step = "python-environment";
    report({ step, state: "started", detail: "Spark and Delta Lake" });
    const lake = await prepareLake(
      prerequisites,
      (detail) => report({ step, state: "running", detail }),
      signal,
    );
    report({ step, state: "done" });
    return { prerequisites, lake };
  });

  const context = await narrator.part("The stack comes up", async () => {
    createStateDirectory(directory);
    writeFileSync(join(directory.root, marker), "");
    const { state } = await up({
      platform,
      directory,
      cacheDirectory: prerequisites.cacheDirectory,
      sourceDirectory: root,
      initFile: resolve(specDirectory, platform.local.mysql.init ?? ""),
      withoutConnectors: false,
      env: process.env,
      report,
      signal,
      endWithUs: !keep,
    });
    for (const warning of state.warnings) narrator.say(`note: ${warning}`);
    const kinds = ["mysql", "kafka", "connect", "registry"].map(
      (kind) => state.services.filter((service) => service.kind === kind).length,
    );
    await narrator.check(
      "MySQL, three brokers, three workers and the registry are ready",
      async () => ({
        ok:
          state.services.every((service) => service.state === "ready") &&
          kinds.join() === "1,3,3,1",
        evidence: state.services.map(({ name, endpoint, state }) => ({ name, endpoint, state })),
        summary: state.services.map(({ name }) => name).join(", "),
      }),
    );
    return createDemoContext({ platform, file: specFile }, directory, narrator, signal);
  });
  await narrator.part("A row's way into Kafka", () => showFirstRows(context));
  await narrator.part("The schema changes", () => showSchemaEvolution(context));
  await narrator.part("A worker dies", () => showFailover(context));
  await narrator.part("The lake", () => showLake(context, lake));
  return directory;
}

/** Removes what an earlier demo left; a stack that somebody works with is not ours to remove. */
async function clearEarlierDemo(directory: StateDirectory): Promise<void> {
  const ours = existsSync(join(directory.root, marker));
  if (readStackState(directory) && !ours) {
    throw new WeirError(
      "STACK_BUSY",
      `${directory.root} holds the state of a stack that is not the demo's`,
      {
        remedy: `keep it by moving it away, or remove it: npx weir down --purge --config ${specFile}`,
      },
    );
  }
  if (ours) await down({ directory, purge: true });
}

async function endDemo(): Promise<void> {
  const directory = planStateDirectory(join(root, "examples", "legopoc-avro", ".weir"));
  if (existsSync(join(directory.root, marker))) await down({ directory, purge: true });
}

function summarise(narrator: Narrator, report: DemoReport, kept: boolean): void {
  const failed = report.checks.filter((check) => !check.ok);
  const config = "--config examples/legopoc-avro/weir.config.ts";
  narrator.say("");
  for (const { name, durationMs } of report.parts) {
    narrator.say(`${seconds(durationMs).padStart(8)}  ${name}`);
  }
  narrator.say(`${seconds(report.durationMs).padStart(8)}  in all`);
  narrator.say("");
  narrator.say(
    report.ok
      ? `all ${report.checks.length} checks held; the report is .weir/demo-report.json`
      : `${failed.length} of ${report.checks.length} checks failed${report.failure ? " and the demo broke off" : ""}; the report is .weir/demo-report.json`,
  );
  const next = kept
    ? [
        `npx weir status ${config}`,
        `npx weir sql "select * from test_db.person" ${config}`,
        `npx weir consume fullfillment.test_db.person --from-beginning --max 3 ${config}`,
        `npx weir lake query "select * from silver.person" ${config}`,
        `npx weir down --purge ${config}`,
      ]
    : [
        "npm run demo -- --keep    (leaves the stack up)",
        "npx weir init && npx weir up    (a platform of your own)",
      ];
  narrator.say("next:");
  for (const command of next) narrator.say(`  ${command}`);
}
