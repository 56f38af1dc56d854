import { isDeepStrictEqual } from "node:util";
import type { Kubernetes, KubernetesObject } from "../kubernetes-api/kubernetes.ts";
import { refOf } from "../kubernetes-api/kubernetes.ts";
import type { HelmChart } from "./deploy-files.ts";
import type { HelmRelease } from "./helm.ts";

/** What a chart's release lacks. */
export type ReleaseVerdict =
  | { readonly state: "absent" | "current" }
  | { readonly state: "differs"; readonly why: string };

/**
 * Whether a release is what a chart and its values would make, by what helm and the cluster say: with
 * its workloads there and serving, so that a second deploy mends an operator that somebody took away.
 */
export async function judgeRelease(
  release: HelmRelease | undefined,
  chart: HelmChart,
  values: string,
  api: Pick<Kubernetes, "read">,
): Promise<ReleaseVerdict> {
  if (release === undefined) return { state: "absent" };
  const differs = (why: string) => ({ state: "differs", why }) as const;
  if (release.status !== "deployed") return differs(`it is ${release.status}`);
  const wanted = `${chart.chart.split("/").at(-1)}-${chart.version}`;
  if (release.chart !== wanted) return differs(`it is ${release.chart}`);
  const { parse } = await import("yaml");
  if (!isDeepStrictEqual(parse(values) ?? {}, release.values ?? {})) {
    return differs("its values are others");
  }
  for (const workload of await workloadsOf(release.manifest, chart.namespace)) {
    const { kind, metadata } = workload;
    const object = await api.read(refOf(workload));
    if (object === undefined) return differs(`its ${kind} ${metadata.name} is gone`);
    const { replicas = 1 } = (object.spec ?? {}) as { replicas?: number };
    const { availableReplicas = 0 } = (object.status ?? {}) as { availableReplicas?: number };
    if (availableReplicas < replicas) {
      return differs(`its ${kind} ${metadata.name} has ${availableReplicas} of ${replicas} pods`);
    }
  }
  return { state: "current" };
}

/** Only these documents are parsed: a chart may bring megabytes of others. */
async function workloadsOf(manifest: string, namespace: string): Promise<KubernetesObject[]> {
  const { parse } = await import("yaml");
  return manifest
    .split(/^---.*$/m)
    .filter((text) => /^kind: *"?(Deployment|StatefulSet)"? *$/m.test(text))
    .map((text) => parse(text) as KubernetesObject)
    .filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet")
    .map((object) => ({ ...object, metadata: { namespace, ...object.metadata } }));
}
