import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { type ErrorCode, errorCodes, WeirError } from "@weir/core";
import { down } from "./down.ts";
import { makeClassArchives } from "./engines/make-class-archives.ts";
import { prepareEngines } from "./engines/prepare-engines.ts";
import { readLogTail, rotateLog } from "./process/log-tail.ts";
import { waitUntil } from "./process/wait-until.ts";
import type { ReportProgress } from "./progress.ts";
import { secretNames, writeSecret } from "./state/secrets.ts";
import { readStackFailure, readStackState, type StackState } from "./state/stack-state.ts";
import {
  createStateDirectory,
  removeStateDirectory,
  type StateDirectory,
} from "./state/state-directory.ts";
import { readLockHolder } from "./supervisor/stack-lock.ts";
import type { SupervisorInput } from "./supervisor/supervisor-input.ts";

export interface UpOptions extends SupervisorInput {
  readonly directory: StateDirectory;
  readonly env: NodeJS.ProcessEnv;
  readonly report: ReportProgress;
  readonly signal?: AbortSignal | undefined;
  /** Go down when this process dies: for a demo or a test, not for `weir up`. */
  readonly endWithUs?: boolean;
  /** Password of the administrator of `local.mysql.url`. */
  readonly mysqlPassword?: string | undefined;
}

export interface UpResult {
  readonly state: StackState;
  /** The stack ran before. */
  readonly alreadyRunning: boolean;
}

const readyDeadlineMs = 5 * 60_000;

/**
 * Starts the local stack and returns when all of it is ready. Harmless when it runs already. When
 * it fails or is interrupted, what it had started is ended again.
 */
export async function up(options: UpOptions): Promise<UpResult> {
  const { directory, platform, signal } = options;
  const before = readStackState(directory);
  if (before && before.platform !== platform.name) {
    throw new WeirError(
      "STATE_MISMATCH",
      `${directory.root} belongs to platform ${before.platform}, not ${platform.name}`,
      { remedy: 'run "weir down --purge" with its own spec first, or set WEIR_STATE_DIR' },
    );
  }
  if (before?.phase === "stopping") await down({ directory });
  if (readLockHolder(directory)) {
    return { state: await waitForReady(options), alreadyRunning: true };
  }
  createStateDirectory(directory);
  try {
    const prerequisites = await prepareEngines(options);
    await makeClassArchives(prerequisites, options.report, signal);
  } catch (error) {
    // A folder that this command made and nothing uses yet.
    if (!before) removeStateDirectory(directory);
    throw error;
  }
  if (options.mysqlPassword !== undefined) {
    writeSecret(directory, secretNames.mysqlAdminPassword, options.mysqlPassword);
  }
  const { cacheDirectory, sourceDirectory, initFile, withoutConnectors } = options;
  const input: SupervisorInput = {
    platform,
    cacheDirectory,
    sourceDirectory,
    initFile,
    withoutConnectors,
  };
  writeFileSync(directory.platformFile, JSON.stringify(input), { mode: 0o600 });
  rmSync(directory.failureFile, { force: true });
  signal?.throwIfAborted();
  const supervisor = spawnSupervisor(options);
  try {
    return { state: await waitForReady(options, supervisor), alreadyRunning: false };
  } catch (error) {
    await supervisor.stop();
    // Another "up" at the same time may have been first: that stack is not ours to end.
    if (!readLockHolder(directory)) await down({ directory });
    else if (!signal?.aborted) {
      return { state: await waitForReady(options), alreadyRunning: true };
    }
    if (signal?.aborted) {
      throw new WeirError("INTERRUPTED", "interrupted; what was started is ended");
    }
    throw error;
  }
}

interface Supervisor {
  hasExited(): boolean;
  /** Also before it has taken the lock by which `down` knows it. */
  stop(): Promise<void>;
}

function spawnSupervisor({ directory, env, endWithUs }: UpOptions): Supervisor {
  rotateLog(directory.supervisorLog);
  const log = openSync(directory.supervisorLog, "a", 0o600);
  // JavaScript where the package was installed from npm.
  const extension = extname(import.meta.url);
  const main = fileURLToPath(new URL(`./supervisor/main${extension}`, import.meta.url));
  const command = [process.execPath, "--max-old-space-size=128", main, "--state", directory.root];
  // SIGTERM, so that it ends the services in order.
  const wrapper = endWithUs ? ["setpriv", "--pdeathsig", "TERM", "--"] : [];
  const [file = "", ...args] = [...wrapper, ...command];
  const { WEIR_MYSQL_PASSWORD: _, ...withoutPassword } = env;
  const child = spawn(file, args, {
    detached: true,
    stdio: ["ignore", log, log],
    env: withoutPassword,
    cwd: directory.root,
  });
  closeSync(log);
  let exited = false;
  const ended = Promise.race([once(child, "exit"), once(child, "error")]).finally(() => {
    exited = true;
  });
  child.unref();
  return {
    hasExited: () => exited,
    async stop() {
      if (!exited) child.kill("SIGTERM");
      child.ref();
      await ended.catch(() => {});
    },
  };
}

async function waitForReady(options: UpOptions, supervisor?: Supervisor): Promise<StackState> {
  const { directory, signal, report } = options;
  const reported = new Map<string, string>();
  return waitUntil(
    async () => {
      const holder = readLockHolder(directory);
      if (supervisor ? supervisor.hasExited() : !holder) {
        throw toError(readStackFailure(directory), directory);
      }
      const state = readStackState(directory);
      // Until the new supervisor has written its own, the state is that of the run before.
      if (!state || !holder || state.supervisor?.pid !== holder.pid) return undefined;
      reportServices(state, reported, report);
      return state.phase === "ready" ? state : undefined;
    },
    {
      what: "the stack to be ready",
      deadlineMs: readyDeadlineMs,
      signal,
      isFinal: () => true,
      explain: () => ({
        tail: readLogTail(directory.supervisorLog),
        remedy: `read the logs in ${directory.logs}`,
      }),
    },
  );
}

function reportServices(
  state: StackState,
  reported: Map<string, string>,
  report: ReportProgress,
): void {
  const phases: Record<string, "started" | "done" | "failed"> = {
    starting: "started",
    ready: "done",
    applied: "started",
    waiting: "done",
    failed: "failed",
  };
  for (const { name, state: phase, reason } of [...state.services, ...state.connectors]) {
    const progress = phases[phase];
    if (!progress || reported.get(name) === phase) continue;
    reported.set(name, phase);
    report({ step: name, state: progress, ...(reason === undefined ? {} : { detail: reason }) });
  }
}

function toError(
  failure: ReturnType<typeof readStackFailure>,
  directory: StateDirectory,
): WeirError {
  if (!failure) {
    return new WeirError(
      "PROCESS_FAILED",
      `the supervisor ended; its log ends with:\n${readLogTail(directory.supervisorLog)}`,
      { remedy: `read ${directory.supervisorLog}` },
    );
  }
  const code = failure.code in errorCodes ? (failure.code as ErrorCode) : "PROCESS_FAILED";
  return new WeirError(code, failure.message, {
    ...(failure.remedy === undefined ? {} : { remedy: failure.remedy }),
    ...(failure.details === undefined ? {} : { details: failure.details }),
  });
}
