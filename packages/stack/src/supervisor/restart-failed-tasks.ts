import { setTimeout as sleep } from "node:timers/promises";
import { type ConnectClient, planRestart, type RestartHistory } from "@weir/connect";
import { describeError } from "@weir/core";

export interface RestartFailedTasksOptions {
  readonly client: ConnectClient;
  readonly log: (message: string) => void;
  /** Ends the loop. */
  readonly signal: AbortSignal;
}

const intervalMs = 2_000;

/**
 * Looks for FAILED tasks every two seconds and restarts those whose cause is transient, with
 * backoff. A refused schema is left alone: a restart would fail again and hide the cause.
 */
export async function restartFailedTasks(options: RestartFailedTasksOptions): Promise<void> {
  const { client, log, signal } = options;
  let history: RestartHistory = {};
  let unreachable = false;
  while (!signal.aborted) {
    try {
      await sleep(intervalMs, undefined, { signal });
      const statuses = await client.listConnectorStatuses();
      const plan = planRestart(statuses, history, Date.now());
      history = plan.history;
      for (const restart of plan.restarts) {
        log(`restarts ${restart.connector}/${restart.task ?? ""}: ${restart.diagnosis.summary}`);
        await client.restartConnector(restart.connector, { includeTasks: true, onlyFailed: true });
      }
      unreachable = false;
    } catch (error) {
      if (signal.aborted) return;
      // A rebalance or all workers down: the service loop deals with the workers.
      if (!unreachable) log(`cannot look at the tasks: ${describeError(error)}`);
      unreachable = true;
    }
  }
}
