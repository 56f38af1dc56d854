import { WeirError } from "@weir/core";
import { refusal } from "./api-errors.ts";
import type { ApiRequests } from "./api-requests.ts";
import type { ObjectKind } from "./kubernetes.ts";

/** What discovery says of a kind, as far as it is read. */
interface ApiResource {
  /** Plural, as paths have it; `pods/log` for a subresource. */
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Which chart brings the kinds of a group. */
const operatorOfGroup: Readonly<Record<string, string>> = {
  "kafka.strimzi.io": "strimzi-kafka-operator",
  "core.strimzi.io": "strimzi-kafka-operator",
  "external-secrets.io": "external-secrets",
  "monitoring.coreos.com": "kube-prometheus-stack",
};

/** Paths of kinds, asked of the API server once per group and version. */
export function createDiscovery(requests: ApiRequests) {
  const groups = new Map<string, readonly ApiResource[]>();

  async function read(apiVersion: string): Promise<readonly ApiResource[] | undefined> {
    const path = rootOf(apiVersion);
    const answer = await requests.request({ method: "GET", path });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw refusal(answer, { verb: "discover", what: apiVersion });
    return (answer.body as { resources: readonly ApiResource[] }).resources;
  }

  async function find({ apiVersion, kind }: ObjectKind): Promise<ApiResource> {
    const named = (resource: ApiResource) => resource.kind === kind && !resource.name.includes("/");
    const known = groups.get(apiVersion)?.find(named);
    if (known !== undefined) return known;
    // An operator may have been installed since.
    const resources = await read(apiVersion);
    if (resources !== undefined) groups.set(apiVersion, resources);
    const found = resources?.find(named);
    if (found !== undefined) return found;
    throw kindMissing({ apiVersion, kind });
  }

  /** Path of a kind's collection, or of one object in it. */
  async function pathOf(
    kind: ObjectKind,
    where: { readonly namespace?: string; readonly name?: string },
  ): Promise<string> {
    const resource = await find(kind);
    const parts = [rootOf(kind.apiVersion)];
    if (resource.namespaced && where.namespace !== undefined) {
      parts.push("namespaces", encodeURIComponent(where.namespace));
    } else if (resource.namespaced && where.name !== undefined) {
      throw new WeirError("KUBERNETES_INVALID", `${kind.kind} ${where.name} has no namespace`, {
        remedy: "give it metadata.namespace",
      });
    }
    parts.push(resource.name);
    if (where.name !== undefined) parts.push(encodeURIComponent(where.name));
    return parts.join("/");
  }

  return { pathOf };
}

export type Discovery = ReturnType<typeof createDiscovery>;

function rootOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function kindMissing({ apiVersion, kind }: ObjectKind): WeirError {
  const operator = operatorOfGroup[apiVersion.split("/")[0] ?? ""];
  const message = `the cluster does not know ${kind} of ${apiVersion}`;
  if (operator === undefined) {
    return new WeirError("OPERATOR_MISSING", message, {
      remedy: "install what defines this kind, or correct apiVersion and kind",
      details: { apiVersion, kind },
    });
  }
  return new WeirError("OPERATOR_MISSING", `${message}: the operator ${operator} is missing`, {
    remedy: 'run "weir deploy --only operator"',
    details: { apiVersion, kind, operator },
  });
}
