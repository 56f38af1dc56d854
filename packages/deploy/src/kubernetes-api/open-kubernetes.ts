import { isDeepStrictEqual } from "node:util";
import { type Asked, refusal } from "./api-errors.ts";
import {
  type ApiAnswer,
  type ApiRequestsOptions,
  type ApiServer,
  createApiRequests,
} from "./api-requests.ts";
import { createDiscovery } from "./discovery.ts";
import {
  type Applied,
  type ApplyOptions,
  describeRef,
  type Kubernetes,
  type KubernetesObject,
  type ListOptions,
  type ObjectKind,
  type ObjectRef,
  refOf,
} from "./kubernetes.ts";
import { readPodLog } from "./pod-log.ts";

/** How EKS describes a cluster, and a token for it. */
export interface ServerConnection {
  readonly server: string;
  /** PEM in base64, as DescribeCluster and kubeconfig have it. */
  readonly caData: string;
  /** A bearer token; asked before each request, so it keeps what is dear to make. */
  readonly token: () => Promise<string>;
  readonly tlsServerName?: string;
}

export interface KubeconfigConnection {
  /** Path of the file. */
  readonly kubeconfig: string;
  /** @default its current-context */
  readonly context?: string;
}

export type KubernetesConnection = ServerConnection | KubeconfigConnection;

/** Field manager of what Weir applies. */
export const fieldManager = "weir";
/** Of its other changes, so that a pause by command is no conflict between Weir and itself. */
const patchManager = "weir-command";
const pageSize = 500;

/** Opens a connection to a cluster; nothing is sent before the first method. */
export async function openKubernetes(
  connection: KubernetesConnection,
  options: ApiRequestsOptions = {},
): Promise<Kubernetes> {
  const requests = createApiRequests(await apiServerOf(connection, options), options);
  const { pathOf } = createDiscovery(requests);

  async function call(
    method: "GET" | "PATCH" | "DELETE",
    path: string,
    asked: Asked,
    send: { readonly body?: unknown; readonly contentType?: string } = {},
  ): Promise<ApiAnswer> {
    const answer = await requests.request({ method, path, ...send });
    if (answer.status < 300) return answer;
    throw refusal(answer, asked);
  }

  async function read(ref: ObjectRef): Promise<KubernetesObject | undefined> {
    const path = await pathOf(ref, ref);
    const answer = await requests.request({ method: "GET", path });
    if (answer.status === 404) return undefined;
    if (answer.status === 200) return answer.body as KubernetesObject;
    throw refusal(answer, { verb: "read", what: describeRef(ref) });
  }

  async function apply(object: KubernetesObject, wish: ApplyOptions = {}): Promise<Applied> {
    const { dryRun = false, force = false } = wish;
    const ref = refOf(object);
    const before = await read(ref);
    const query = new URLSearchParams({
      fieldManager,
      fieldValidation: "Strict",
      ...(force ? { force: "true" } : {}),
      ...(dryRun ? { dryRun: "All" } : {}),
    });
    const asked = { verb: "apply", what: describeRef(ref), secrets: secretsOf(object) };
    const path = `${await pathOf(ref, ref)}?${query}`;
    // The API server reads JSON as the YAML that it is.
    const send = { body: object, contentType: "application/apply-patch+yaml" };
    const { body, warnings } = await call("PATCH", path, asked, send);
    const after = body as KubernetesObject;
    return { outcome: outcomeOf(before, after), object: after, warnings };
  }

  async function list(kind: ObjectKind, wish: ListOptions = {}): Promise<KubernetesObject[]> {
    const { namespace, labels, fieldSelector } = wish;
    const path = await pathOf(kind, namespace === undefined ? {} : { namespace });
    const found: KubernetesObject[] = [];
    let next = "";
    do {
      const query = new URLSearchParams({
        limit: String(pageSize),
        ...(labels === undefined ? {} : { labelSelector: selectorOf(labels) }),
        ...(fieldSelector === undefined ? {} : { fieldSelector }),
        ...(next === "" ? {} : { continue: next }),
      });
      const asked = { verb: "list", what: kind.kind };
      const { body } = await call("GET", `${path}?${query}`, asked);
      const page = body as { items: KubernetesObject[]; metadata: { continue?: string } };
      // Items of a list come without the fields that name their kind.
      found.push(...page.items.map((item) => ({ ...item, ...pick(kind) })));
      next = page.metadata.continue ?? "";
    } while (next !== "");
    return found;
  }

  async function remove(ref: ObjectRef, wish: { readonly dryRun?: boolean } = {}) {
    const path = await pathOf(ref, ref);
    const body = {
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy: "Background",
      ...(wish.dryRun ? { dryRun: ["All"] } : {}),
    };
    const answer = await requests.request({ method: "DELETE", path, body });
    if (answer.status === 404) return false;
    if (answer.status < 300) return true;
    throw refusal(answer, { verb: "delete", what: describeRef(ref) });
  }

  const patch: Kubernetes["patch"] = async (ref, body, wish = {}) => {
    const { dryRun = false, subresource } = wish;
    const query = new URLSearchParams({
      fieldManager: patchManager,
      fieldValidation: "Strict",
      ...(dryRun ? { dryRun: "All" } : {}),
    });
    const path = `${await pathOf(ref, ref)}${subresource ? `/${subresource}` : ""}?${query}`;
    const send = { body, contentType: "application/merge-patch+json" };
    const answer = await call("PATCH", path, { verb: "change", what: describeRef(ref) }, send);
    return answer.body as KubernetesObject;
  };

  return {
    server: requests.server,
    apply,
    read,
    list,
    remove,
    patch,
    annotate: (ref, annotations) => patch(ref, { metadata: { annotations } }),
    podLog: (what) => readPodLog(requests, list, what),
    version: async () => {
      const asked = { verb: "read", what: "the version" };
      return (await call("GET", "/version", asked)).body as { gitVersion: string };
    },
    close: requests.close,
  };
}

async function apiServerOf(
  connection: KubernetesConnection,
  { env = {} }: ApiRequestsOptions,
): Promise<ApiServer> {
  if ("kubeconfig" in connection) {
    const { readKubeconfig } = await import("./kubeconfig.ts");
    return readKubeconfig(connection.kubeconfig, { env, context: connection.context });
  }
  const { server, caData, token, tlsServerName } = connection;
  return {
    server,
    ca: Buffer.from(caData, "base64").toString("utf8"),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
    credential: async () => ({ token: await token() }),
  };
}

/** A dry run answers with the old resourceVersion, so content is compared, less what the server counts. */
function outcomeOf(
  before: KubernetesObject | undefined,
  after: KubernetesObject,
): Applied["outcome"] {
  if (before === undefined) return "created";
  return isDeepStrictEqual(contentOf(before), contentOf(after)) ? "unchanged" : "configured";
}

function contentOf(object: KubernetesObject): unknown {
  const { managedFields, resourceVersion, generation, ...metadata } = object.metadata;
  const { status, ...rest } = object;
  return { ...rest, metadata };
}

function selectorOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(",");
}

function pick({ apiVersion, kind }: ObjectKind): ObjectKind {
  return { apiVersion, kind };
}

/** Values of a Secret, plain and as they are sent. */
function secretsOf(object: KubernetesObject): string[] {
  if (object.kind !== "Secret") return [];
  const data = Object.values((object.data ?? {}) as Record<string, string>);
  const plain = Object.values((object.stringData ?? {}) as Record<string, string>);
  return [...data, ...data.map((value) => Buffer.from(value, "base64").toString("utf8")), ...plain]
    .filter((value) => value !== "")
    .toSorted((a, b) => b.length - a.length);
}
