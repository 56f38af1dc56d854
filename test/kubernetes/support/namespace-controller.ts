import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { hasErrorCode } from "@weir/core";
import {
  type Kubernetes,
  type KubernetesObject,
  refOf,
} from "../../../packages/deploy/src/kubernetes-api/kubernetes.ts";
import type { ServerConnection } from "../../../packages/deploy/src/kubernetes-api/open-kubernetes.ts";

/** What Weir puts into a namespace, and what goes with it. */
const contents = [
  { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnector" },
  { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnect" },
  { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret" },
  { apiVersion: "external-secrets.io/v1", kind: "SecretStore" },
  { apiVersion: "batch/v1", kind: "Job" },
  { apiVersion: "v1", kind: "Pod" },
  { apiVersion: "v1", kind: "ConfigMap" },
  { apiVersion: "v1", kind: "Secret" },
  { apiVersion: "v1", kind: "ServiceAccount" },
] as const;
const pollMs = 50;

export interface NamespaceController {
  stop(): Promise<void>;
}

/** Gives namespaces their default account and ends those that are deleted: a bare server does neither. */
export function startNamespaceController(
  kubernetes: Kubernetes,
  connection: ServerConnection,
): NamespaceController {
  const abort = new AbortController();
  const known = new Set<string>();

  async function look(): Promise<void> {
    for (const { metadata } of await kubernetes.list({ apiVersion: "v1", kind: "Namespace" })) {
      const { name, uid = "", deletionTimestamp } = metadata;
      if (deletionTimestamp !== undefined) {
        await empty(kubernetes, name);
        await finalize(connection, name);
      } else if (!known.has(uid)) {
        known.add(uid);
        const account = { name: "default", namespace: name };
        await kubernetes.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: account });
      }
    }
  }

  const work = (async () => {
    while (!abort.signal.aborted) {
      await look();
      await sleep(pollMs, undefined, { signal: abort.signal }).catch(() => {});
    }
  })();
  // stop() shows what went wrong.
  work.catch(() => {});
  return {
    stop: async () => {
      abort.abort();
      await work;
    },
  };
}

async function empty(kubernetes: Kubernetes, namespace: string): Promise<void> {
  for (const kind of contents) {
    let found: KubernetesObject[] = [];
    try {
      found = await kubernetes.list(kind, { namespace });
    } catch (error) {
      // Its operator was never installed, or has gone.
      if (!hasErrorCode(error, "OPERATOR_MISSING") && !hasErrorCode(error, "KUBERNETES_NOT_FOUND"))
        throw error;
    }
    for (const object of found) await kubernetes.remove(refOf(object));
  }
}

/** The end of a namespace: the one call that is neither a patch nor a delete. */
async function finalize({ server, caData, token }: ServerConnection, name: string): Promise<void> {
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name }, spec: {} };
  const headers = { authorization: `Bearer ${await token()}`, "content-type": "application/json" };
  await new Promise<void>((resolve, reject) => {
    const sent = request(
      `${server}/api/v1/namespaces/${name}/finalize`,
      { method: "PUT", headers, ca: Buffer.from(caData, "base64"), agent: false },
      (response) => {
        response.resume();
        response.once("end", resolve);
      },
    );
    sent.once("error", reject);
    sent.end(JSON.stringify(body));
  });
}
