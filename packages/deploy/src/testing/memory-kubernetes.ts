import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { WeirError } from "@weir/core";
import {
  describeRef,
  type Kubernetes,
  type KubernetesObject,
  type ObjectKind,
  type ObjectRef,
  refOf,
} from "../kubernetes-api/kubernetes.ts";

/** Kinds of groups that every cluster has. */
const builtIn =
  /^(v1|apps\/v1|batch\/v1|networking\.k8s\.io\/v1|policy\/v1|rbac\.authorization\.k8s\.io\/v1|admissionregistration\.k8s\.io\/v1)$/;
const clusterScoped =
  /^(Namespace|ClusterRole|ClusterRoleBinding|MutatingAdmissionPolicy|MutatingAdmissionPolicyBinding)$/;

export interface MemoryKubernetes extends Kubernetes {
  /** Groups with version that an operator brought, such as `kafka.strimzi.io/v1`. */
  readonly groups: Set<string>;
  /** While set, every method throws it. */
  failure: WeirError | undefined;
  readonly objects: ReadonlyMap<string, KubernetesObject>;
}

/**
 * A cluster in memory for tests of what uses the API: apply, generations, status, annotations,
 * namespaces, unknown kinds. What it does not know: schemas, ownership of fields, admission, pods.
 */
export function createMemoryKubernetes(): MemoryKubernetes {
  const objects = new Map<string, KubernetesObject>();
  const groups = new Set<string>();
  let failure: WeirError | undefined;
  let revision = 0;
  const keyOf = ({ apiVersion, kind, namespace = "", name }: ObjectRef) =>
    [apiVersion, kind, namespace, name].join("|");

  function guard({ apiVersion, kind }: ObjectKind): void {
    if (failure !== undefined) throw failure;
    if (builtIn.test(apiVersion) || groups.has(apiVersion)) return;
    throw new WeirError("OPERATOR_MISSING", `the cluster does not know ${kind} of ${apiVersion}`);
  }

  function store(object: KubernetesObject): KubernetesObject {
    revision++;
    const metadata = { ...object.metadata, resourceVersion: String(revision) };
    // Nothing here changes an object in place, so that what is stored can be handed out.
    const stored = { ...object, metadata };
    objects.set(keyOf(refOf(stored)), stored);
    return stored;
  }

  function patched(ref: ObjectRef, change: (object: KubernetesObject) => KubernetesObject) {
    guard(ref);
    const object = objects.get(keyOf(ref));
    if (object !== undefined) return store(change(object));
    throw new WeirError("KUBERNETES_NOT_FOUND", `${describeRef(ref)} is not there`);
  }

  return {
    server: "memory://",
    groups,
    objects,
    get failure() {
      return failure;
    },
    set failure(error) {
      failure = error;
    },
    async apply(object, { dryRun = false } = {}) {
      guard(object);
      const { namespace, name } = object.metadata;
      if (!clusterScoped.test(object.kind)) {
        const home = { apiVersion: "v1", kind: "Namespace", name: namespace ?? "" };
        if (namespace === undefined || !objects.has(keyOf(home))) {
          throw new WeirError(
            "KUBERNETES_NOT_FOUND",
            `namespace ${namespace} of ${object.kind} ${name} is not there`,
          );
        }
      }
      const before = objects.get(keyOf(refOf(object)));
      const { status: _, metadata: __, ...content } = object;
      const { status, metadata, ...old } = before ?? { status: undefined, metadata: undefined };
      const changed = !isDeepStrictEqual(content, old);
      const annotations = { ...metadata?.annotations, ...object.metadata.annotations };
      const same =
        before !== undefined &&
        !changed &&
        isDeepStrictEqual(annotations, metadata?.annotations ?? {});
      const next: KubernetesObject = {
        ...content,
        ...(status === undefined ? {} : { status }),
        apiVersion: object.apiVersion,
        kind: object.kind,
        metadata: {
          ...object.metadata,
          annotations,
          uid: metadata?.uid ?? randomUUID(),
          generation: (metadata?.generation ?? 0) + (changed ? 1 : 0),
        },
      };
      if (before !== undefined && changed && object.kind === "Job") {
        throw new WeirError("KUBERNETES_INVALID", `Job ${name}: field is immutable`);
      }
      const outcome = before === undefined ? "created" : same ? "unchanged" : "configured";
      return { outcome, object: dryRun ? next : store(next), warnings: [] };
    },
    async read(ref) {
      guard(ref);
      return objects.get(keyOf(ref));
    },
    async list(kind, { namespace, labels = {} } = {}) {
      guard(kind);
      return [...objects.values()].filter(
        (object) =>
          object.apiVersion === kind.apiVersion &&
          object.kind === kind.kind &&
          (namespace === undefined || object.metadata.namespace === namespace) &&
          Object.entries(labels).every(
            ([label, value]) => object.metadata.labels?.[label] === value,
          ),
      );
    },
    async remove(ref, { dryRun = false } = {}) {
      guard(ref);
      if (dryRun) return objects.has(keyOf(ref));
      if (ref.kind === "Namespace") {
        for (const [key, { metadata }] of objects)
          if (metadata.namespace === ref.name) objects.delete(key);
      }
      return objects.delete(keyOf(ref));
    },
    async patch(ref, body, { subresource } = {}) {
      return patched(ref, (object) => {
        const merged = merge(object, body) as KubernetesObject;
        // Only the status of a subresource's patch counts, and only the rest of another one's.
        if (subresource === "status") return { ...object, status: merged.status };
        const specChanged = !isDeepStrictEqual(merged.spec, object.spec);
        const generation = (object.metadata.generation ?? 1) + (specChanged ? 1 : 0);
        return { ...merged, metadata: { ...merged.metadata, generation }, status: object.status };
      });
    },
    async annotate(ref, annotations) {
      return patched(
        ref,
        (object) => merge(object, { metadata: { annotations } }) as KubernetesObject,
      );
    },
    podLog: async () => "",
    async version() {
      if (failure !== undefined) throw failure;
      return { gitVersion: "v1.36.0-memory" };
    },
    close() {},
  };
}

/** https://datatracker.ietf.org/doc/html/rfc7386 */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const base =
    typeof target === "object" && target !== null && !Array.isArray(target) ? target : {};
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}
