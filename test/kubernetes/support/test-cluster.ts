import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import {
  conditionsOf,
  type Kubernetes,
  type KubernetesObject,
  refOf,
} from "../../../packages/deploy/src/kubernetes-api/kubernetes.ts";
import { openKubernetes } from "../../../packages/deploy/src/kubernetes-api/open-kubernetes.ts";
import { waitFor } from "../../../packages/deploy/src/kubernetes-api/wait-for.ts";
import { readPrepared } from "./prepared.ts";
import { startApiServer, type TestApiServer } from "./start-api-server.ts";

export interface TestCluster {
  readonly server: TestApiServer;
  /** As a cluster administrator. */
  readonly kubernetes: Kubernetes;
  stop(): Promise<void>;
}

/** A cluster of its own for a test file, which stops it: without CRDs, nodes and controllers. */
export async function startTestCluster(): Promise<TestCluster> {
  const server = await startApiServer(readPrepared().programs);
  const kubernetes = await openKubernetes(server.connection);
  const seconds = (server.startMs / 1000).toFixed(1);
  process.stdout.write(`# Kubernetes API server ready in ${seconds} s\n`);
  return {
    server,
    kubernetes,
    stop: async () => {
      const megabytes = Math.round(server.residentBytes() / 1e6);
      process.stdout.write(`# Kubernetes API server and etcd: ${megabytes} MB at the end\n`);
      kubernetes.close();
      await server.stop();
    },
  };
}

/** Every object of a YAML text. */
export function parseObjects(text: string): KubernetesObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);
}

let parsedCrds: readonly KubernetesObject[] | undefined;

/** Applies the CRDs of all operators and waits until the server serves them. */
export async function installCrds(kubernetes: Kubernetes): Promise<void> {
  // Parsed once: a second of work, and a file may have many clusters.
  parsedCrds ??= readPrepared().crdFiles.flatMap((file) =>
    parseObjects(readFileSync(file, "utf8")),
  );
  const crds = parsedCrds;
  for (const crd of crds) await kubernetes.apply(crd);
  for (const crd of crds) {
    await waitFor(
      kubernetes,
      refOf(crd),
      (object) =>
        conditionsOf(object).some(({ type, status }) => type === "Established" && status === "True")
          ? { state: "ready" }
          : { state: "waiting", why: "not Established" },
      { deadlineMs: 30_000, pollMs: 100, describe: `the CRD ${crd.metadata.name}` },
    );
  }
}

/** With the service account that its controller would make. */
export async function makeNamespace(kubernetes: Kubernetes, name: string): Promise<void> {
  await kubernetes.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  const metadata = { name: "default", namespace: name };
  await kubernetes.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata });
}
