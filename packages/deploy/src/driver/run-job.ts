import { createHash } from "node:crypto";
import { describeRef, type KubernetesObject, refOf } from "../kubernetes-api/kubernetes.ts";
import { judgeGone, judgeJob } from "../kubernetes-api/verdicts.ts";
import { waitFor } from "../kubernetes-api/wait-for.ts";
import type { DriverContext, StepChange } from "./deploy-step.ts";

/** Hash of a Job's manifest: a Job that did exactly this is not run again. */
export const contentAnnotation = "weir.dev/content";

type Context = Pick<DriverContext, "kubernetes" | "report" | "signal" | "timing">;

export interface RunJobOptions {
  readonly deadlineMs: number;
  /** Run it although it did the same before. @default false */
  readonly again?: boolean;
  readonly remedy?: string;
}

/**
 * Runs a Job to its end. One that runs with the same content already is waited for; one with other
 * content is removed, for a Job cannot be changed.
 *
 * @throws WeirError RESOURCE_FAILED or RESOURCE_TIMEOUT with the log of its pod
 */
export async function runJob(
  context: Context,
  manifest: KubernetesObject,
  { deadlineMs, again = false, remedy }: RunJobOptions,
): Promise<StepChange[]> {
  const api = await context.kubernetes();
  const job = withContentHash(manifest);
  const ref = refOf(job);
  const { report, signal, timing } = context;
  const pace = {
    deadlineMs: deadlineMs * timing.deadlineFactor,
    pollMs: timing.pollMs,
    ...(signal === undefined ? {} : { signal }),
    ...(remedy === undefined ? {} : { remedy }),
  };
  const before = await api.read(ref);
  if (before !== undefined) {
    const same =
      before.metadata.annotations?.[contentAnnotation] ===
      job.metadata.annotations?.[contentAnnotation];
    const { state } = judgeJob(before);
    if (same && !again && state === "ready") {
      report(`${describeRef(ref)} is done already`);
      return [];
    }
    if (again || !same || state === "failed") {
      await api.remove(ref);
      await waitFor(api, ref, judgeGone, { ...pace, describe: `${describeRef(ref)} to be gone` });
    }
  }
  await api.apply(job);
  report(`${describeRef(ref)} runs`);
  await waitFor(api, ref, judgeJob, {
    ...pace,
    describe: `${describeRef(ref)} to complete`,
    report: (why) => report(`${describeRef(ref)}: ${why}`),
  });
  const { name, namespace = "" } = job.metadata;
  return [{ action: "create", where: namespace, kind: "Job", name }];
}

function withContentHash(manifest: KubernetesObject): KubernetesObject {
  const hash = createHash("sha256").update(JSON.stringify(manifest)).digest("hex").slice(0, 16);
  const annotations = { ...manifest.metadata.annotations, [contentAnnotation]: hash };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
