/**
 * One fsync for many commits. A commit appends to the log without waiting for the disk; answers
 * wait until a sync that began after their commit has ended (docs/decisions/0008).
 */
export interface GroupSync {
  /** Nothing is committed that is not on disk. False for ever after a failure. */
  readonly isSynced: boolean;
  /** Something was committed to the log. */
  committed(): void;
  /** Resolves when all that is committed by now is on disk; rejects for ever after a failure. */
  synced(): Promise<void>;
  readonly failure: Error | undefined;
  /** Resolves with the failure, if there ever is one. */
  readonly failed: Promise<Error>;
}

interface Waiter {
  readonly commit: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * @param sync puts the log on disk. Where it fails nobody can know what is on disk: Linux says it
 *   once and marks the pages clean, so that a second, successful try would prove nothing.
 * @param afterSync runs between two syncs; what it throws is a failure too.
 */
export function groupSync(sync: () => Promise<void>, afterSync: () => void): GroupSync {
  let commits = 0;
  let onDisk = 0;
  let running = false;
  let failure: Error | undefined;
  let waiters: Waiter[] = [];
  const { promise: failed, resolve: reportFailure } = Promise.withResolvers<Error>();

  const fail = (cause: unknown) => {
    failure = new Error("the registry's log cannot be put on disk", { cause });
    for (const waiter of waiters) waiter.reject(failure);
    waiters = [];
    reportFailure(failure);
  };
  const run = async () => {
    const covered = commits;
    try {
      await sync();
      afterSync();
    } catch (error) {
      return fail(error);
    }
    running = false;
    onDisk = covered;
    for (const waiter of waiters) if (waiter.commit <= covered) waiter.resolve();
    waiters = waiters.filter((waiter) => waiter.commit > covered);
    start();
  };
  const start = () => {
    if (running || onDisk === commits) return;
    running = true;
    // After the requests that have arrived already, so that they share this sync.
    setImmediate(run);
  };

  return {
    get failure() {
      return failure;
    },
    get isSynced() {
      return failure === undefined && onDisk === commits;
    },
    committed() {
      commits++;
      start();
    },
    synced() {
      if (failure !== undefined) return Promise.reject(failure);
      if (onDisk === commits) return Promise.resolve();
      const commit = commits;
      return new Promise((resolve, reject) => waiters.push({ commit, resolve, reject }));
    },
    failed,
  };
}

/** For a database in memory: there is no disk to wait for. */
export const noSync: GroupSync = {
  failure: undefined,
  isSynced: true,
  committed: () => {},
  synced: () => Promise.resolve(),
  failed: new Promise(() => {}),
};
