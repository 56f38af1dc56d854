import { globSync } from "node:fs";
import { join } from "node:path";
import {
  type Counts,
  countNodeTests,
  countPytest,
  countSurefire,
  failedNodeTests,
  skippedLines,
} from "./counts.ts";
import { type ProgramOptions, type ProgramResult, runProgram } from "./run-program.ts";
import type { SetUp } from "./set-up.ts";
import { type Part, type Tier, type TierRun, tierResult } from "./tier.ts";

const minutesMs = 60_000;
/** Packs, installs and runs; the only test outside test/e2e that is no unit test. */
const installTest = "test/install.test.ts";
const nodeFlags = ["--disable-warning=ExperimentalWarning"];

/**
 * Every tier, stage by stage in the order in which they run: what is quick and says most comes first.
 * Tiers of one stage run side by side: none of them fills two cores.
 */
export const stages: readonly (readonly Tier[])[] = [
  [{ name: "static", run: runStatic }],
  [{ name: "unit", run: runUnit }],
  [{ name: "setup", run: runSetUp }],
  [
    { name: "python", run: runPython },
    { name: "judges", run: runJudges },
    { name: "install", run: runInstall },
  ],
  [{ name: "e2e", run: runEndToEnd }],
];

async function runStatic(run: TierRun) {
  const bin = join(run.root, "node_modules", ".bin");
  const generate = join(run.root, "scripts", "generate-docs.ts");
  const program = async (name: string, file: string, args: string[]): Promise<Part> => {
    const result = await runProgram(file, args, optionsOf(run, 5 * minutesMs));
    return { name, result };
  };
  return tierResult(
    await Promise.all([
      program("tsc", join(bin, "tsc"), ["-p", "."]),
      program("biome", join(bin, "biome"), ["check", "--error-on-warnings", "."]),
      program("generated docs", process.execPath, [...nodeFlags, generate, "--check"]),
    ]),
  );
}

/** Rooms whose unit tests take about as long as those of all others. */
const firstHalf = ["deploy", "schema", "serde", "stack"];

/** Two processes, for two cores; one for each of two hundred files would cost a minute. */
async function runUnit(run: TierRun) {
  const files = find(run.root, "packages/*/test/**/*.test.ts", "test/*.test.ts").filter(
    (file) => file !== installTest,
  );
  const isInFirst = (file: string) =>
    firstHalf.some((room) => file.startsWith(`packages/${room}/`));
  const halves = [files.filter(isInFirst), files.filter((file) => !isInFirst(file))];
  const options = { deadlineMs: 10 * minutesMs, args: ["--test-isolation=none"] };
  return tierResult(
    (
      await Promise.all(
        halves.map((half, index) => nodeTests(run, `unit tests ${index + 1}`, half, options)),
      )
    ).flat(),
  );
}

/** The deployment before linters, schemas and simulators of others; they fetch what they need. */
function runJudges(run: TierRun) {
  return runNodeTests(run, "judges", find(run.root, "packages/*/judges/*.judge.ts"), {
    deadlineMs: 30 * minutesMs,
    args: ["--test-concurrency=1", `--test-timeout=${15 * minutesMs}`],
    onLine: (line) => /^\s*[✔✖▶﹣]/u.test(line) && run.say(line),
  });
}

async function runInstall(run: TierRun) {
  return runNodeTests(run, "install test", [installTest], { deadlineMs: 15 * minutesMs });
}

/** Real engines: one file at a time, each test as it ends, because it takes minutes. */
async function runEndToEnd(run: TierRun) {
  const files = find(run.root, "test/e2e/*.e2e.ts");
  await prepared(run);
  return runNodeTests(run, "end-to-end tests", files, {
    deadlineMs: 120 * minutesMs,
    args: ["--test-concurrency=1", `--test-timeout=${30 * minutesMs}`],
    // Subtests too, but not the reporter's details of failures, which come at the end.
    onLine: (line) => /^\s*[✔✖▶﹣]/u.test(line) && run.say(line),
  });
}

interface NodeTestOptions {
  readonly deadlineMs: number;
  readonly args?: readonly string[];
  readonly onLine?: (line: string) => void;
}

async function runNodeTests(...args: Parameters<typeof nodeTests>) {
  return tierResult(await nodeTests(...args));
}

async function nodeTests(
  run: TierRun,
  name: string,
  files: readonly string[],
  { deadlineMs, args = [], onLine }: NodeTestOptions,
): Promise<Part[]> {
  const command = [...nodeFlags, "--test", "--test-reporter=spec", ...args, ...files];
  const options = { ...optionsOf(run, deadlineMs), ...(onLine ? { onLine } : {}) };
  const result = await runProgram(process.execPath, command, options);
  if (!onLine) skippedLines(result.output).forEach(run.say);
  return [{ name, result, count: countNodeTests, excerpt: failedNodeTests }];
}

async function runSetUp(run: TierRun) {
  const { runJavaTests } = await import("./set-up.ts");
  const { stack } = await prepared(run);
  const result = await runJavaTests(run, stack);
  return tierResult([{ name: "connect-plugin", result, count: countSurefire }]);
}

async function runPython(run: TierRun) {
  const { stack, python } = await prepared(run);
  const cwd = join(run.root, "lakehouse");
  const start = async (args: string[], more: Partial<ProgramOptions> = {}) =>
    runProgram(python.python, ["-m", ...args], {
      ...optionsOf(run, 40 * minutesMs),
      cwd,
      env: {
        ...run.env,
        JAVA_HOME: stack.java.home,
        WEIR_SPARK_JARS: stack.engines.spark,
        PYTHONDONTWRITEBYTECODE: "1",
      },
      ...more,
    });
  const lint = await start(["ruff", "check", "--no-cache", "."]);
  const part = (name: string, result: ProgramResult, count?: (output: string) => Counts): Part =>
    count ? { name, result, count } : { name, result };
  if (!lint.ok) return tierResult([part("ruff", lint)]);
  // One line per test as it ends (the project's own options say -q once): they take minutes.
  const tests = await start(["pytest", "-vv", "-rs", "--color=no"], {
    onLine: (line) => /^\S+::.* (PASSED|FAILED|SKIPPED|ERROR)\b/.test(line) && run.say(line),
  });
  return tierResult([part("ruff", lint), part("pytest", tests, countPytest)]);
}

let ready: Promise<SetUp> | undefined;

/** The set-up, once; with `--only` a tier brings what it needs itself. */
function prepared(run: TierRun): Promise<SetUp> {
  ready ??= import("./set-up.ts").then(({ setUp }) => setUp(run));
  return ready;
}

function optionsOf({ root, env, signal }: TierRun, deadlineMs: number): ProgramOptions {
  return { cwd: root, env, signal, deadlineMs };
}

function find(root: string, ...patterns: string[]): string[] {
  return globSync(patterns, { cwd: root }).sort();
}
