import { type ErrorCode, WeirError } from "@weir/core";
import type { ApiAnswer } from "./api-requests.ts";

/**
 * How the API server says no, as far as it is read.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
interface ApiStatus {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: {
    readonly name?: string;
    readonly kind?: string;
    readonly causes?: readonly StatusCause[];
  };
}

interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** What was asked, for the message: `apply`, `Secret push in namespace a`. */
export interface Asked {
  readonly verb: string;
  readonly what: string;
  /** Values that no message may repeat. */
  readonly secrets?: readonly string[];
}

/** The error for an answer that is no success. */
export function refusal(answer: ApiAnswer, asked: Asked): WeirError {
  const status = statusOf(answer);
  const hide = (text: string) =>
    (asked.secrets ?? []).reduce((hidden, secret) => hidden.replaceAll(secret, "(hidden)"), text);
  const message = hide(status.message ?? "");
  const causes = (status.details?.causes ?? []).map((cause) => ({
    field: cause.field ?? "",
    message: hide(cause.message ?? ""),
  }));
  const { code, text, remedy } = translate(answer.status, status, message, causes, asked);
  return new WeirError(code, text, {
    ...(remedy === undefined ? {} : { remedy }),
    details: {
      status: answer.status,
      ...(status.reason === undefined ? {} : { reason: status.reason }),
      ...(causes.length === 0 ? {} : { causes }),
    },
  });
}

interface Translation {
  readonly code: ErrorCode;
  readonly text: string;
  readonly remedy?: string;
}

type Causes = readonly { readonly field: string; readonly message: string }[];

function translate(
  httpStatus: number,
  status: ApiStatus,
  message: string,
  causes: Causes,
  { verb, what }: Asked,
): Translation {
  const refuses = `Kubernetes refuses to ${verb} ${what}`;
  if (httpStatus === 401) {
    return {
      code: "KUBERNETES_UNAUTHORIZED",
      text: `Kubernetes does not accept the credentials: ${refuses}`,
      remedy:
        "log in to AWS again if they have expired; on EKS the IAM principal needs an access entry in this cluster",
    };
  }
  if (httpStatus === 403) return forbidden(message, refuses);
  if (httpStatus === 409 && status.reason === "Conflict" && causes.length > 0) {
    return conflict(causes, refuses);
  }
  if (httpStatus === 404) return notFound(status, message, `${verb} ${what}`);
  if (httpStatus === 422 || httpStatus === 400 || isTypedPatchError(message)) {
    return { code: "KUBERNETES_INVALID", text: `${refuses}: ${fieldsOf(message, causes)}` };
  }
  return {
    code: "KUBERNETES_FAILED",
    text: `${refuses} (${httpStatus}${status.reason ? ` ${status.reason}` : ""}): ${message}`,
  };
}

/** Values do not fit the schema at all; the API server answers 500 to some of these. */
function isTypedPatchError(message: string): boolean {
  return message.startsWith("failed to create typed patch object");
}

function forbidden(message: string, refuses: string): Translation {
  const rbac =
    /User "(?<user>[^"]*)" cannot (?<verb>\S+) resource "(?<resource>[^"]*)" in API group "(?<group>[^"]*)"(?: in the namespace "(?<namespace>[^"]*)"| at the cluster scope)?/.exec(
      message,
    )?.groups;
  if (rbac === undefined) {
    // A quota, pod security, or a namespace that is being deleted.
    return { code: "KUBERNETES_FORBIDDEN", text: `${refuses}: ${message}` };
  }
  const { user, verb, resource, group, namespace } = rbac;
  const where = namespace === undefined ? "in the cluster" : `in namespace ${namespace}`;
  const full = group === "" ? resource : `${resource}.${group}`;
  return {
    code: "KUBERNETES_FORBIDDEN",
    text: `${refuses}: ${user} may not ${verb} ${full} ${where}`,
    remedy: `give it the verb "${verb}" on ${full}, on EKS by an access entry with AmazonEKSClusterAdminPolicy or a group that a RoleBinding names`,
  };
}

function conflict(causes: Causes, refuses: string): Translation {
  const fields = causes.map(({ field, message }) => {
    const manager = /conflict with "([^"]*)"/.exec(message)?.[1];
    return `${field} is managed by ${manager ?? message}`;
  });
  return {
    code: "KUBERNETES_CONFLICT",
    text: `${refuses}: ${fields.join("; ")}`,
    remedy: "take the value into the spec, or remove the other manager's change, then try again",
  };
}

function notFound(status: ApiStatus, message: string, asked: string): Translation {
  const { kind, name } = status.details ?? {};
  if (kind === "namespaces" && name !== undefined) {
    return {
      code: "KUBERNETES_NOT_FOUND",
      text: `cannot ${asked}: there is no namespace ${name}`,
      remedy: "apply the namespace first; a dry run cannot see one that it has not made",
    };
  }
  return { code: "KUBERNETES_NOT_FOUND", text: `cannot ${asked}: ${message}` };
}

/** Every field that was refused; the message where it names them itself. */
function fieldsOf(message: string, causes: Causes): string {
  const named = causes.filter(({ field }) => field !== "");
  if (named.length > 0) {
    return named.map(({ field, message: why }) => `${field}: ${why}`).join("; ");
  }
  // "failed to create typed patch object (ns/name; v1, Kind=X): .spec.a: field not declared …"
  return message.replace(/^failed to create typed patch object \([^)]*\): /, "");
}

function statusOf({ body, status }: ApiAnswer): ApiStatus {
  if (typeof body === "object" && body !== null && "message" in body) return body as ApiStatus;
  const text = typeof body === "string" ? body.slice(0, 300) : `status ${status}`;
  return { message: text.trim() };
}
