/**
 * The Kubernetes API as Weir uses it: few operations on any kind of object.
 * https://kubernetes.io/docs/reference/using-api/
 */

/** Names one object. */
export interface ObjectRef {
  /** Such as `v1` or `kafka.strimzi.io/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Absent for kinds that have none, such as Namespace. */
  readonly namespace?: string;
}

/** Names a kind of object. */
export type ObjectKind = Pick<ObjectRef, "apiVersion" | "kind">;

export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  /** Stands while finalizers are still at work. */
  readonly deletionTimestamp?: string;
  readonly [field: string]: unknown;
}

/** Any object, with the API's own field names. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

/** `status.conditions[]`, the same for Kubernetes's own kinds and for operators'. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export interface ApplyOptions {
  /** The API server does everything but store it. @default false */
  readonly dryRun?: boolean;
  /** Take over fields that another field manager holds. @default false */
  readonly force?: boolean;
}

export interface Applied {
  /** As `kubectl apply` says it. */
  readonly outcome: "created" | "configured" | "unchanged";
  /** As the API server has it now, or would have it. */
  readonly object: KubernetesObject;
  /** What the API server warned of, such as a deprecated version. */
  readonly warnings: readonly string[];
}

export interface ListOptions {
  /** All namespaces where absent. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Such as `involvedObject.name=shop`. */
  readonly fieldSelector?: string;
}

export interface PodLogOptions {
  readonly namespace: string;
  /** Pods of this Job, or … */
  readonly job?: string;
  /** … pods with these labels. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Last lines of each container. @default 30 */
  readonly tailLines?: number;
}

/**
 * A connection to one cluster.
 *
 * Every method throws WeirError: KUBERNETES_UNREACHABLE, KUBERNETES_UNAUTHORIZED,
 * KUBERNETES_FORBIDDEN (verb and resource), KUBERNETES_CONFLICT (the other field manager),
 * KUBERNETES_INVALID (every field), KUBERNETES_NOT_FOUND (the object's namespace, or the object),
 * OPERATOR_MISSING (the cluster does not know the kind), KUBERNETES_FAILED for the rest, INTERRUPTED.
 */
export interface Kubernetes {
  /** Base URL of the API server. */
  readonly server: string;
  /**
   * Server-side apply by field manager `weir`, with strict field validation: an unknown field is
   * an error. https://kubernetes.io/docs/reference/using-api/server-side-apply/
   */
  apply(object: KubernetesObject, options?: ApplyOptions): Promise<Applied>;
  /** Undefined where there is no such object; OPERATOR_MISSING where there is no such kind. */
  read(ref: ObjectRef): Promise<KubernetesObject | undefined>;
  list(kind: ObjectKind, options?: ListOptions): Promise<KubernetesObject[]>;
  /** Deletes it, and what it owns in the background. False where there was none. */
  remove(ref: ObjectRef, options?: { readonly dryRun?: boolean }): Promise<boolean>;
  /** JSON merge patch: null removes a field. `subresource: "status"` is what operators write. */
  patch(
    ref: ObjectRef,
    body: Readonly<Record<string, unknown>>,
    options?: { readonly dryRun?: boolean; readonly subresource?: "status" | "scale" },
  ): Promise<KubernetesObject>;
  /** Sets annotations; null removes one. */
  annotate(
    ref: ObjectRef,
    annotations: Readonly<Record<string, string | null>>,
  ): Promise<KubernetesObject>;
  /** Log tail of the newest such pod, each container under its name; "" where there is no log. */
  podLog(options: PodLogOptions): Promise<string>;
  version(): Promise<{ readonly gitVersion: string }>;
  /** Ends the kept connections. */
  close(): void;
}

/** The reference of an object, as manifests hold them. */
export function refOf({ apiVersion, kind, metadata }: KubernetesObject): ObjectRef {
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** `KafkaConnector shop in namespace weir-shop`, as messages say it. */
export function describeRef({ kind, name, namespace }: Omit<ObjectRef, "apiVersion">): string {
  return `${kind} ${name}${namespace === undefined ? "" : ` in namespace ${namespace}`}`;
}

/** `status.conditions` of an object; empty where it has none. */
export function conditionsOf(object: KubernetesObject | undefined): readonly Condition[] {
  const status = object?.status as { readonly conditions?: readonly Condition[] } | undefined;
  return status?.conditions ?? [];
}
