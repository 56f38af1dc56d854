// The project's tests, tier by tier; stops at the first tier that fails. Started by `npm test`.
//   --only TIER   one tier: static, unit, setup, judges, python, install, e2e
//   --full        long corpora too (WEIR_TEST_FULL=1)
import path from "node:path";
import { parseArgs } from "node:util";
import { describeError, hasErrorCode, WeirError } from "@weir/core";
import { addCounts, noTests, renderCounts } from "./test/counts.ts";
import type { Tier, TierResult, TierRun } from "./test/tier.ts";
import { tiers } from "./test/tiers.ts";

const root = path.dirname(import.meta.dirname);
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Request {
  readonly chosen: readonly Tier[];
  readonly full: boolean;
}

function readRequest(args: readonly string[]): Request {
  const options = { only: { type: "string" }, full: { type: "boolean", default: false } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const { only, full } = values;
  const chosen = only === undefined ? tiers : tiers.filter(({ name }) => name === only);
  if (chosen.length > 0) return { chosen, full };
  const names = tiers.map(({ name }) => name).join(", ");
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

async function runTiers({ chosen, full }: Request, signal: AbortSignal): Promise<boolean> {
  const env = full ? { WEIR_TEST_FULL: "1" } : {};
  let total = noTests;
  let failed = false;
  for (const tier of chosen) {
    const startedAt = performance.now();
    say(`${tier.name} …`);
    const run = { root, env, signal, say: (line: string) => say(`  ${line}`) };
    const result = await runTier(tier, run);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    total = addCounts(total, result.counts);
    failed = result.failures.length > 0;
    for (const { name, output } of result.failures) say(`\n${name}\n${output}\n`);
    say(`${tier.name} ${failed ? "FAILED" : "passed"} in ${seconds} s  ${result.note}`.trimEnd());
    if (failed) break;
  }
  say(renderCounts(total));
  return !failed;
}

const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => abort.abort());
}
try {
  const request = readRequest(process.argv.slice(2));
  process.exitCode = (await runTiers(request, abort.signal)) ? 0 : 1;
} catch (error) {
  process.stderr.write(`error: ${describeError(error)}\n`);
  process.exitCode = 2;
}
