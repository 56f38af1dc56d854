import { WeirError } from "@weir/core";
import { readLogTail } from "../process/log-tail.ts";
import { type StartedProcess, startProcess } from "../process/start-process.ts";
import { waitUntil } from "../process/wait-until.ts";
import type { Service } from "../services/service.ts";

export interface StartUntilReadyOptions {
  readonly service: Service;
  readonly logFile: string;
  readonly signal?: AbortSignal | undefined;
  /** Called as soon as the process runs; undefined for a server that is not ours. */
  readonly onStarted: (process: StartedProcess | undefined) => void;
}

/**
 * Prepares a service, starts it and asks it until it is ready. Does not end it when that fails.
 * @throws PROCESS_FAILED when it ends meanwhile, READY_TIMEOUT; both with the tail of its log
 */
export async function startUntilReady(options: StartUntilReadyOptions): Promise<void> {
  const { service, logFile, signal, onStarted } = options;
  signal?.throwIfAborted();
  await service.prepare();
  signal?.throwIfAborted();
  const process = service.command && (await startProcess(service.command, logFile));
  onStarted(process);
  const tail = () => readLogTail(logFile);
  const remedy = `read ${logFile}`;
  let died = false;
  await waitUntil(
    async () => {
      if (process?.hasExited()) {
        died = true;
        const { code, signal: by } = await process.exited;
        throw new WeirError(
          "PROCESS_FAILED",
          `${service.name} ended with ${code ?? by} while it started; its log ends with:\n${tail()}`,
          { remedy, details: { service: service.name } },
        );
      }
      return service.isReady();
    },
    {
      what: `${service.name} to be ready`,
      deadlineMs: service.readyDeadlineMs,
      signal,
      isFinal: () => died,
      explain: () => ({ remedy, tail: tail() }),
    },
  );
  await service.afterReady?.();
}
