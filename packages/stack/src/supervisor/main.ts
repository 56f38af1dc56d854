/**
 * The background process of `weir up`. Reads what to run from the state folder, so that its command
 * line and environment hold nothing secret.
 */
import { readFileSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { describeError, WeirError } from "@weir/core";
import { prepareEngines } from "../engines/prepare-engines.ts";
import { type StackFailure, writeStackFailure } from "../state/stack-state.ts";
import { planStateDirectory } from "../state/state-directory.ts";
import { takeStackLock } from "./stack-lock.ts";
import { supervise } from "./supervise.ts";
import type { SupervisorInput } from "./supervisor-input.ts";

const { values } = parseArgs({ options: { state: { type: "string" } } });
const directory = planStateDirectory(values.state as string);
const log = (message: string) => process.stderr.write(`${new Date().toISOString()} ${message}\n`);
const down = new AbortController();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  process.on(signal, () => {
    log(`${signal}: the stack goes down`);
    down.abort();
  });
}
let lock: ReturnType<typeof takeStackLock>;
try {
  lock = takeStackLock(directory);
} catch (error) {
  // The state and the failure file are the other supervisor's.
  log(describeError(error));
  process.exit(1);
}
rmSync(directory.failureFile, { force: true });
try {
  const input = JSON.parse(readFileSync(directory.platformFile, "utf8")) as SupervisorInput;
  const prerequisites = await prepareEngines({
    ...input,
    env: process.env,
    report: ({ step, state, detail }) => log(`${step} ${state} ${detail ?? ""}`),
    signal: down.signal,
  });
  await supervise({ ...input, directory, prerequisites, log }, down.signal);
} catch (error) {
  log(`the stack failed: ${describeError(error)}`);
  writeStackFailure(directory, describeFailure(error));
  process.exitCode = 1;
} finally {
  lock.release();
}
process.exit();

function describeFailure(error: unknown): StackFailure {
  if (!(error instanceof WeirError)) {
    return { code: "PROCESS_FAILED", message: describeError(error) };
  }
  const { code, remedy, details } = error;
  return { code, message: describeError(error), remedy, details };
}
