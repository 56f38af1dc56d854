import { setTimeout as sleep } from "node:timers/promises";
import type { ConsumedRecord } from "@weir/serde";
import { isAlive, readStackState, waitUntil } from "@weir/stack";
import { afterOf, connectorName, type DemoContext, ordersTopic } from "../demo-context.ts";
import { seconds } from "../narrator.ts";

const insertIntervalMs = 20;
/** Inserts before the kill and after the recovery. */
const steadyMs = 3_000;
const deadlineMs = 60_000;

interface Insert {
  readonly sequence: number;
  /** When COMMIT had returned. */
  readonly committedAtMs: number;
}

/** Kills the worker that runs the task, under steady inserts, and counts what became of them. */
export async function showFailover(context: DemoContext): Promise<void> {
  const { narrator, connect, directory, signal } = context;
  const victim = await findTaskWorker(context);
  narrator.say(
    `the task runs on ${victim.name} (pid ${victim.pid}); inserts every ${insertIntervalMs} ms`,
  );
  const writer = startWriter(context);
  let killedAtMs = 0;
  try {
    await sleep(steadyMs, undefined, { signal });
    killedAtMs = Date.now();
    process.kill(victim.pid, "SIGKILL");
    narrator.say(`SIGKILL to ${victim.name}`);
    await waitUntil(
      async () => {
        const { tasks } = await connect.getConnectorStatus(connectorName);
        return tasks[0]?.state === "RUNNING" && tasks[0].worker_id !== victim.workerId;
      },
      { what: "the task to move to another worker", deadlineMs, intervalMs: 250, signal },
    );
    await sleep(steadyMs, undefined, { signal });
  } finally {
    await writer.stop();
  }
  const records = await readAll(context, writer.inserts);
  const arrivals = countArrivals(records, writer.inserts);
  await narrator.check("the task moves to another worker and rows flow again", async () => {
    const { tasks } = await connect.getConnectorStatus(connectorName);
    const recoveryMs = measureRecovery(records, writer.inserts, killedAtMs);
    return {
      ok: recoveryMs !== undefined && tasks[0]?.worker_id !== victim.workerId,
      evidence: { recoveryMs, from: victim.workerId, to: tasks[0]?.worker_id },
      summary: `${seconds(recoveryMs ?? Number.NaN)} after the kill, on ${tasks[0]?.worker_id}`,
    };
  });
  await narrator.check("nothing is lost", async () => ({
    ok: arrivals.lost.length === 0 && writer.inserts.length > 0,
    evidence: arrivals,
    summary: `${writer.inserts.length} committed, ${arrivals.lost.length} lost, ${arrivals.duplicates} delivered twice`,
  }));
  await narrator.check("the worker comes back", async () => {
    const service = await waitUntil(
      async () => {
        const found = readStackState(directory)?.services.find(({ name }) => name === victim.name);
        return found?.state === "ready" && found.restarts > 0 && isAlive(found.process)
          ? found
          : undefined;
      },
      { what: `${victim.name} to be ready again`, deadlineMs, signal },
    );
    return {
      ok: service.process?.pid !== victim.pid,
      evidence: { name: service.name, pid: service.process?.pid, restarts: service.restarts },
      summary: `${service.name} runs as pid ${service.process?.pid}`,
    };
  });
}

async function findTaskWorker({ connect, directory }: DemoContext) {
  const { tasks } = await connect.getConnectorStatus(connectorName);
  const workerId = tasks[0]?.worker_id ?? "";
  const service = readStackState(directory)?.services.find(
    ({ endpoint }) => endpoint === `http://${workerId}`,
  );
  const pid = service?.process?.pid;
  if (!service || pid === undefined) throw new Error(`no process runs worker ${workerId}`);
  return { name: service.name, pid, workerId };
}

function startWriter({ sql }: DemoContext) {
  const inserts: Insert[] = [];
  let running = true;
  const loop = (async () => {
    for (let sequence = 1; running; sequence++) {
      await sql(
        `INSERT INTO test_db.orders (customer, amount, placed_at) VALUES ('seq-${sequence}', ${sequence}, NOW(3))`,
      );
      inserts.push({ sequence, committedAtMs: Date.now() });
      await sleep(insertIntervalMs);
    }
  })();
  return {
    inserts,
    async stop() {
      running = false;
      await loop;
    },
  };
}

function sequenceOf(record: ConsumedRecord): number | undefined {
  const customer = String(afterOf(record)?.customer ?? "");
  return customer.startsWith("seq-") ? Number(customer.slice(4)) : undefined;
}

/** Reads until every insert has been seen; what is missing at the deadline is lost. */
function readAll(context: DemoContext, inserts: readonly Insert[]): Promise<ConsumedRecord[]> {
  const missing = new Set(inserts.map(({ sequence }) => sequence));
  return context.readRecords(
    ordersTopic,
    (record) => {
      const sequence = sequenceOf(record);
      if (sequence !== undefined) missing.delete(sequence);
      return missing.size === 0;
    },
    deadlineMs,
  );
}

function countArrivals(records: readonly ConsumedRecord[], inserts: readonly Insert[]) {
  const seen = new Map<number, number>();
  for (const record of records) {
    const sequence = sequenceOf(record);
    if (sequence !== undefined) seen.set(sequence, (seen.get(sequence) ?? 0) + 1);
  }
  return {
    committed: inserts.length,
    lost: inserts.filter(({ sequence }) => !seen.has(sequence)).map(({ sequence }) => sequence),
    duplicates: [...seen.values()].reduce((sum, times) => sum + times - 1, 0),
  };
}

/** Milliseconds from the kill to the first record of an insert that was committed after it. */
function measureRecovery(
  records: readonly ConsumedRecord[],
  inserts: readonly Insert[],
  killedAtMs: number,
): number | undefined {
  const late = new Set(
    inserts.filter((insert) => insert.committedAtMs > killedAtMs).map(({ sequence }) => sequence),
  );
  const first = records.find((record) => late.has(sequenceOf(record) ?? -1));
  // The record's timestamp is that of the producer, whose clock is ours.
  return first && Number(first.timestamp) - killedAtMs;
}
