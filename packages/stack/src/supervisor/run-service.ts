import { setTimeout as sleep } from "node:timers/promises";
import { describeError } from "@weir/core";
import { rotateLog } from "../process/log-tail.ts";
import { readProcessIdentity } from "../process/process-identity.ts";
import type { StartedProcess } from "../process/start-process.ts";
import type { Service } from "../services/service.ts";
import type { ServiceState } from "../state/stack-state.ts";
import { healthyAfterMs, restartDelayMs } from "./restart-backoff.ts";
import { startUntilReady } from "./start-until-ready.ts";

export interface RunServiceOptions {
  readonly service: Service;
  readonly state: ServiceState;
  /** Called after each change of `state`. */
  readonly changed: () => void;
  /** Aborted when the stack goes down: no restarts from then on. */
  readonly signal: AbortSignal;
  readonly log: (message: string) => void;
}

export interface RunningService {
  readonly service: Service;
  stop(): Promise<void>;
}

/**
 * Starts a service and waits until it is ready; from then on a death is answered by a restart with
 * backoff until `signal` aborts.
 * @throws READY_TIMEOUT or PROCESS_FAILED when the first start fails, with the tail of its log
 */
export async function runService(options: RunServiceOptions): Promise<RunningService> {
  const { service, state, changed, signal, log } = options;
  let current: StartedProcess | undefined;

  const enter = (phase: ServiceState["state"], reason?: string) => {
    state.state = phase;
    state.reason = reason;
    changed();
  };

  const startOnce = async () => {
    await startUntilReady({
      service,
      logFile: state.logFile,
      signal,
      onStarted: (process) => {
        current = process;
        state.process = process ? (readProcessIdentity(process.pid) ?? null) : null;
        changed();
      },
    });
    enter("ready");
  };

  /** Watches the process until it ends, and brings it back. */
  const keepAlive = async () => {
    let failures = 0;
    while (current && !signal.aborted) {
      const readySince = performance.now();
      const { code, signal: by } = await current.exited;
      if (signal.aborted) return;
      if (performance.now() - readySince > healthyAfterMs) failures = 0;
      state.process = null;
      for (;;) {
        const delayMs = restartDelayMs(failures++, service.firstRestartDelayMs);
        state.restarts += 1;
        enter("restarting", `ended with ${code ?? by}; starts again in ${delayMs} ms`);
        log(`${service.name} ended with ${code ?? by}; restart ${state.restarts} in ${delayMs} ms`);
        try {
          await sleep(delayMs, undefined, { signal });
          await startOnce();
          break;
        } catch (error) {
          if (signal.aborted) return;
          await current?.stop(service.stopGraceMs);
          state.process = null;
          enter("restarting", describeError(error));
          log(`${service.name} did not come back: ${describeError(error)}`);
        }
      }
    }
  };

  rotateLog(state.logFile);
  enter("starting");
  try {
    await startOnce();
  } catch (error) {
    await current?.stop(service.stopGraceMs);
    state.process = null;
    enter("failed", describeError(error));
    throw error;
  }
  const kept = keepAlive();
  return {
    service,
    async stop() {
      enter("stopping");
      if (current && !current.hasExited()) {
        await service.beforeStop?.().catch((error) => {
          log(`${service.name} is stopped the hard way: ${describeError(error)}`);
        });
      }
      await current?.stop(service.stopGraceMs);
      await kept;
      // A restart may have been under way when the stack went down.
      await current?.stop(service.stopGraceMs);
      state.process = null;
      enter("stopped");
    },
  };
}
