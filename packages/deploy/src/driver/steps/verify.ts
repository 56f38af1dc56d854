import { WeirError } from "@weir/core";
import { type KubernetesObject, refOf } from "../../kubernetes-api/kubernetes.ts";
import { applyObjects, previewObjects } from "../apply-manifests.ts";
import type { DeployStep, DriverContext, StepChange } from "../deploy-step.ts";
import { coversGtidSet, parseGtidSet } from "../gtid-set.ts";
import { judgeKafkaConnector } from "../judge-kafka-connector.ts";
import { listOffsets, type StoredOffsets } from "../list-offsets.ts";
import { readManifests } from "../manifests.ts";
import { runJob } from "../run-job.ts";
import { connectorRef } from "../wait-for-connector.ts";
import { waitUntil } from "../wait-until.ts";

const deadlineMs = 20 * 60_000;
const seenDeadlineMs = 10 * 60_000;

/** What the verify Job of a source logs: where the server stands after its row. */
export interface RowWritten {
  readonly event: "row-written";
  readonly source: string;
  readonly id: string;
  /** Executed GTID set; empty without GTIDs. */
  readonly gtid: string;
  readonly file: string;
  readonly pos: number;
}

export const verifyStep: DeployStep = {
  name: "verify",
  needs: ["connectors"],
  summary: "a row written in each database is a row seen",
  deadlineMs,
  back: "nothing to undo: the row stands in the signal table",
  async run(context) {
    const api = await context.kubernetes();
    const changes: StepChange[] = [];
    const rows: RowWritten[] = [];
    for (const object of await readManifests(context, 90)) {
      if (object.kind !== "Job") {
        changes.push(...(await applyObjects(context, [object])));
        continue;
      }
      await runJob(context, object, { deadlineMs: 10 * 60_000, again: true });
      const { name: job, namespace = "" } = refOf(object);
      const row = parseRowWritten(await api.podLog({ namespace, job, tailLines: 100 }));
      if (row === undefined) throw noRow(object);
      rows.push(row);
    }
    const unseen = Object.keys(context.platform.sources).filter(
      (source) => !rows.some((row) => row.source === source),
    );
    if (unseen.length > 0)
      throw new WeirError("INTERNAL", `no Job wrote a row into ${unseen.join(", ")}`);
    for (const row of rows) await waitForRow(context, row);
    return {
      changes,
      detail: rows.map(({ source }) => `${source}: a row written is a row seen`).join(", "),
    };
  },
  async preview(context) {
    return previewObjects(context, await readManifests(context, 90));
  },
  // It is a check itself: what it saw, it saw.
  check: async () => ({ missing: [] }),
};

function noRow(job: KubernetesObject): WeirError {
  return new WeirError(
    "DEPLOY_FAILED",
    `Job ${job.metadata.name} is complete, but its log has no line with "row-written"`,
    { remedy: `kubectl logs -n ${job.metadata.namespace} job/${job.metadata.name}` },
  );
}

/** The last such line of a log; other containers and warnings may stand around it. */
export function parseRowWritten(log: string): RowWritten | undefined {
  for (const line of log.split("\n").toReversed()) {
    const start = line.indexOf('{"event":"row-written"');
    if (start < 0) continue;
    try {
      return JSON.parse(line.slice(start)) as RowWritten;
    } catch {
      // A line that was cut off.
    }
  }
  return undefined;
}

/** Whether a stored offset is at or behind the row: Connect stores it after Kafka acknowledged. */
export function hasReached({ offsets }: StoredOffsets, row: RowWritten): boolean {
  return offsets.some(({ offset }) => {
    if (offset === null) return false;
    const { gtids, file, pos } = offset;
    if (row.gtid !== "" && typeof gtids === "string") {
      return coversGtidSet(parseGtidSet(gtids), parseGtidSet(row.gtid));
    }
    if (typeof file !== "string" || typeof pos !== "number") return false;
    return file > row.file || (file === row.file && pos >= row.pos);
  });
}

async function waitForRow(context: DriverContext, row: RowWritten): Promise<void> {
  const { report, signal, timing } = context;
  const ref = connectorRef(context, row.source);
  const api = await context.kubernetes();
  report(`${row.source}: row ${row.id} is written; waiting until the connector has passed it`);
  let seen = "no stored offset";
  await waitUntil(
    async () => {
      const stored = await listOffsets(context, ref, { deadlineMs: seenDeadlineMs });
      if (hasReached(stored, row)) return true;
      const verdict = judgeKafkaConnector(await api.read(ref));
      const state = verdict.state === "running" ? "RUNNING" : verdict.why;
      seen = `connector ${state}, offset ${JSON.stringify(stored.offsets[0]?.offset ?? null)}`;
      return undefined;
    },
    {
      what: `connector ${ref.name} to pass the row ${row.id} (${row.gtid || `${row.file}:${row.pos}`})`,
      deadlineMs: seenDeadlineMs,
      timing,
      signal,
      seen: () => seen,
      remedy: `weir describe connector ${row.source}; the workers' log says what it waits for`,
    },
  );
}
