import { describeError, hasErrorCode } from "@weir/core";
import { awsNames } from "../../aws-names.ts";
import {
  describeRef,
  type KubernetesObject,
  type ObjectKind,
  type ObjectRef,
  refOf,
} from "../../kubernetes-api/kubernetes.ts";
import { judgeGone } from "../../kubernetes-api/verdicts.ts";
import { waitFor } from "../../kubernetes-api/wait-for.ts";
import { findCluster } from "../connect-cluster.ts";
import type { DriverContext } from "../deploy-step.ts";
import type { Kept } from "./destroy.ts";

const deadlineMs = 10 * 60_000;

// Connectors before the workers that stop them, all before the operators that see them off.
const kinds: readonly ObjectKind[] = [
  { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnector" },
  { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnect" },
  { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret" },
];

/**
 * Takes the platform out of the cluster: its objects, its namespace, and, in a cluster of its own, the
 * operators with the volumes of their pods. In an adopted cluster the operators stay: others may use
 * them.
 */
export async function destroyKubernetes(context: DriverContext): Promise<Kept[]> {
  const { platform, aws, files, helm, report, signal, timing } = context;
  const { namespace } = awsNames(platform).kubernetes;
  const adopted = platform.aws.eks.existing !== undefined;
  const cluster = await aws.eks.describeCluster(
    platform.aws.eks.existing ?? awsNames(platform).cluster,
  );
  if (cluster?.status !== "ACTIVE" && cluster?.status !== "UPDATING") return [];
  let api: Awaited<ReturnType<typeof context.kubernetes>>;
  try {
    api = await context.kubernetes();
  } catch (error) {
    // A cluster of ours goes as a whole; what others share must be cleaned up, or destroy stops here.
    if (adopted || !hasErrorCode(error, "KUBERNETES_UNREACHABLE")) throw error;
    report(`the cluster goes without being cleaned up: ${describeError(error)}`);
    return [
      {
        what: "EBS volumes of pods of the cluster, if there were any",
        why: "the Kubernetes API could not be reached to delete their claims",
        remove: `aws ec2 describe-volumes --filters Name=tag:kubernetes.io/cluster/${awsNames(platform).cluster},Values=owned`,
      },
    ];
  }
  // Missed before anything goes, not between connectors and operators.
  if (!adopted) await helm.version();
  const pace = {
    deadlineMs: deadlineMs * timing.deadlineFactor,
    pollMs: timing.pollMs,
    ...(signal === undefined ? {} : { signal }),
  };
  const removeAndWait = async (ref: Parameters<typeof api.remove>[0]) => {
    if (!(await api.remove(ref))) return;
    report(`${describeRef(ref)} is being deleted`);
    await waitFor(api, ref, judgeGone, { ...pace, describe: `${describeRef(ref)} to be gone` });
  };
  for (const kind of kinds) {
    try {
      for (const { metadata } of await api.list(kind, { namespace })) {
        await removeAndWait({ ...kind, namespace, name: metadata.name });
      }
    } catch (error) {
      // Without its operator there is nothing of the kind.
      if (
        !hasErrorCode(error, "OPERATOR_MISSING") &&
        !hasErrorCode(error, "KUBERNETES_NOT_FOUND")
      ) {
        throw error;
      }
    }
  }
  for (const ref of await clusterScoped(context)) await removeAndWait(ref);
  await removeAndWait({ apiVersion: "v1", kind: "Namespace", name: namespace });

  const charts = files.charts.toReversed();
  if (adopted) {
    return charts.map(({ release, namespace: into }) => ({
      what: `Helm release ${release}`,
      why: "the cluster is adopted: others may use it",
      remove: `helm uninstall ${release} --namespace ${into}`,
    }));
  }
  const target = await findCluster(platform, aws);
  for (const chart of charts) {
    report(`helm uninstall ${chart.release}`);
    await helm.uninstall(target, chart, { deadlineMs, signal });
    // Claims of volumes outlive the pods of a release; they go with the namespace.
    await removeAndWait({ apiVersion: "v1", kind: "Namespace", name: chart.namespace });
  }
  return [];
}

/** What the manifests have outside of namespaces, the namespace itself aside; last made first. */
async function clusterScoped({ files }: Pick<DriverContext, "files">): Promise<ObjectRef[]> {
  const { parseAllDocuments } = await import("yaml");
  const objects = files
    .manifests(0, 10, 20, 25, 30, 35, 40, 50, 60, 70, 90)
    .flatMap(({ text }) =>
      parseAllDocuments(text).map((each) => each.toJS() as KubernetesObject | null),
    );
  return objects
    .flatMap((object) =>
      object === null || object.metadata.namespace !== undefined ? [] : [refOf(object)],
    )
    .filter(({ kind }) => kind !== "Namespace")
    .toReversed();
}
