// The project's tests, stage by stage; stops after the first stage with a tier that fails. Started by `npm test`.
//   --only TIER   one tier: static, unit, setup, python, judges, install, e2e
//   --full        long corpora too (WEIR_TEST_FULL=1)
import path from "node:path";
import { parseArgs } from "node:util";
import { describeError, hasErrorCode, WeirError } from "@weir/core";
import { addCounts, noTests, renderCounts } from "./test/counts.ts";
import type { Tier, TierResult, TierRun } from "./test/tier.ts";
import { stages } from "./test/tiers.ts";

const root = path.dirname(import.meta.dirname);
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Request {
  readonly chosen: readonly (readonly Tier[])[];
  readonly full: boolean;
}

function readRequest(args: readonly string[]): Request {
  const options = { only: { type: "string" }, full: { type: "boolean", default: false } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const { only, full } = values;
  if (only === undefined) return { chosen: stages, full };
  const tier = stages.flat().find(({ name }) => name === only);
  if (tier !== undefined) return { chosen: [[tier]], full };
  const names = stages.flatMap((stage) => stage.map(({ name }) => name)).join(", ");
  throw new TypeError(`no tier ${only}; name one of ${names}`);
}

/** What a tier threw is a failure of it: a missing prerequisite, a download, an interruption. */
async function runTier(tier: Tier, run: TierRun): Promise<TierResult> {
  try {
    const result = await tier.run(run);
    // What was cut off has not failed by itself.
    run.signal.throwIfAborted();
    return result;
  } catch (error) {
    const interrupted = run.signal.aborted || hasErrorCode(error, "INTERRUPTED");
    const remedy = error instanceof WeirError && error.remedy ? `\nremedy: ${error.remedy}` : "";
    const output = interrupted ? "" : `${describeError(error)}${remedy}`;
    const name = interrupted ? "interrupted" : "set-up";
    return { counts: { ...noTests, failed: 1 }, failures: [{ name, output }], note: "" };
  }
}

async function runStages({ chosen, full }: Request, signal: AbortSignal): Promise<boolean> {
  const env = full ? { WEIR_TEST_FULL: "1" } : {};
  let total = noTests;
  let failed = false;
  for (const stage of chosen) {
    const results = await Promise.all(
      stage.map((tier) => reportTier(tier, { env, signal, among: stage.length })),
    );
    for (const { counts, failures } of results) {
      total = addCounts(total, counts);
      failed ||= failures.length > 0;
    }
    if (failed) break;
  }
  say(renderCounts(total));
  return !failed;
}

interface ReportOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Tiers that run side by side; with others its lines carry its name. */
  readonly among: number;
}

async function reportTier(tier: Tier, { env, signal, among }: ReportOptions): Promise<TierResult> {
  const startedAt = performance.now();
  const prefix = among > 1 ? `${tier.name}: ` : "";
  say(`${tier.name} …`);
  const result = await runTier(tier, {
    root,
    env,
    signal,
    say: (line) => say(`  ${prefix}${line}`),
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  for (const { name, output } of result.failures) say(`\n${name}\n${output}\n`);
  const verdict = result.failures.length > 0 ? "FAILED" : "passed";
  say(`${tier.name} ${verdict} in ${seconds} s  ${result.note}`.trimEnd());
  return result;
}

const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => abort.abort());
}
try {
  const request = readRequest(process.argv.slice(2));
  process.exitCode = (await runStages(request, abort.signal)) ? 0 : 1;
} catch (error) {
  process.stderr.write(`error: ${describeError(error)}\n`);
  process.exitCode = 2;
}
