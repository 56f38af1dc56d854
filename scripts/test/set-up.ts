import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { cacheDirectory, platformSpec } from "@weir/core";
import { type PythonEnvironment, preparePythonEnvironment } from "@weir/lake";
import { makeClassArchives, prepareEngines, type StackPrerequisites } from "@weir/stack";
import { type ProgramResult, runProgram } from "./run-program.ts";
import type { TierRun } from "./tier.ts";

export interface SetUp {
  readonly stack: StackPrerequisites;
  readonly python: PythonEnvironment;
}

// A step that goes on for long says so now and then, not with every line.
const leastPauseMs = 3_000;

/** Fetches and builds what the later tiers need into the user's cache, one line per step. */
export async function setUp({ root, signal, say }: TierRun): Promise<SetUp> {
  const cache = cacheDirectory(process.env, homedir());
  // When one half fails the other need not go on.
  const abort = new AbortController();
  const either = AbortSignal.any([signal, abort.signal]);
  const saidAt = new Map<string, number>();
  const report = (step: string, state: string, detail: string) => {
    const now = performance.now();
    if (state === "running" && now - (saidAt.get(step) ?? 0) < leastPauseMs) return;
    saidAt.set(step, now);
    say(`${step} ${state}${detail === "" ? "" : `: ${detail}`}`);
  };
  const prepareStack = async () => {
    const reportEvent: Parameters<typeof makeClassArchives>[1] = (event) => {
      const { step, state, detail = "", fraction } = event;
      const percent = fraction === undefined ? "" : ` ${Math.round(fraction * 100)} %`;
      report(step, state, `${detail}${percent}`.trim());
    };
    const platform = platformSpec.parse({
      name: "set-up",
      sources: { none: { tables: ["none.none"] } },
    });
    const stack = await prepareEngines({
      platform,
      cacheDirectory: cache,
      sourceDirectory: root,
      env: process.env,
      report: reportEvent,
      signal: either,
    });
    await makeClassArchives(stack, reportEvent, either);
    return stack;
  };
  const preparePython = async () =>
    preparePythonEnvironment({
      cacheDirectory: cache,
      environment: process.env,
      withTests: true,
      onProgress: (line) => report("python", "running", line),
      signal: either,
    });
  const halves = [prepareStack(), preparePython()] as const;
  for (const half of halves) half.catch(() => abort.abort());
  const outcomes = await Promise.allSettled(halves);
  // The first failure, not the interruption of the other half that follows it.
  const reasons = outcomes.flatMap((o) => (o.status === "rejected" ? [o.reason as Error] : []));
  const failure = reasons.find((reason) => !("code" in reason && reason.code === "INTERRUPTED"));
  if (reasons.length > 0) throw failure ?? reasons[0];
  return { stack: await halves[0], python: await halves[1] };
}

const mavenDeadlineMs = 10 * 60_000;

/** `mvn test` of connect-plugin on a copy: no target/ appears in the working tree. */
export async function runJavaTests(
  run: TierRun,
  stack: StackPrerequisites,
): Promise<ProgramResult> {
  const work = mkdtempSync(join(tmpdir(), "weir-connect-plugin-"));
  try {
    for (const name of ["pom.xml", "connect-plugin", "engines"]) {
      mkdirSync(work, { recursive: true });
      cpSync(join(run.root, name), join(work, name), {
        recursive: true,
        filter: (file) => !/\/target(\/|$)/.test(file.slice(run.root.length)),
      });
    }
    return await runProgram("mvn", ["-B", "-ntp", "-pl", "connect-plugin", "test"], {
      cwd: work,
      env: { JAVA_HOME: stack.java.home },
      deadlineMs: mavenDeadlineMs,
      signal: run.signal,
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
