import { refusal } from "./api-errors.ts";
import type { ApiRequests } from "./api-requests.ts";
import type { KubernetesObject, ListOptions, ObjectKind, PodLogOptions } from "./kubernetes.ts";

interface PodStatus {
  readonly phase?: string;
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

interface ContainerStatus {
  readonly name: string;
  readonly restartCount?: number;
  readonly state?: Readonly<
    Record<string, { readonly reason?: string; readonly message?: string }>
  >;
}

type ListPods = (kind: ObjectKind, options: ListOptions) => Promise<KubernetesObject[]>;

/** The newest pod's containers: each one's log tail, or why it has none, such as a failed image pull. */
export async function readPodLog(
  requests: ApiRequests,
  list: ListPods,
  { namespace, job, labels, tailLines = 30 }: PodLogOptions,
): Promise<string> {
  const selected = job === undefined ? labels : { ...labels, "batch.kubernetes.io/job-name": job };
  const pods = await list(
    { apiVersion: "v1", kind: "Pod" },
    { namespace, ...(selected === undefined ? {} : { labels: selected }) },
  );
  const pod = pods.toSorted((a, b) => (createdAt(a) < createdAt(b) ? -1 : 1)).at(-1);
  if (pod === undefined) return "";
  const { initContainerStatuses = [], containerStatuses = [] } = (pod.status ?? {}) as PodStatus;
  const parts: string[] = [];
  for (const container of [...initContainerStatuses, ...containerStatuses]) {
    const title = `${pod.metadata.name}/${container.name}`;
    const waiting = container.state?.waiting;
    const isCrashed = (container.restartCount ?? 0) > 0 && waiting !== undefined;
    if (waiting !== undefined) {
      const why = [waiting.reason, waiting.message].filter(Boolean).join(": ");
      parts.push(`${title} waits: ${why || "no reason given"}`);
      if (!isCrashed) continue;
    }
    const query = new URLSearchParams({
      container: container.name,
      tailLines: String(tailLines),
      ...(isCrashed ? { previous: "true" } : {}),
    });
    const path = `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}/log?${query}`;
    const answer = await requests.request({ method: "GET", path });
    if (answer.status !== 200) throw refusal(answer, { verb: "read the log of", what: title });
    const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    if (text.trim() !== "") parts.push(`${title}:\n${text.trimEnd()}`);
  }
  return parts.join("\n");
}

function createdAt(pod: KubernetesObject): string {
  return pod.metadata.creationTimestamp ?? "";
}
