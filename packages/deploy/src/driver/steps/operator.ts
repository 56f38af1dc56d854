import { hasErrorCode } from "@weir/core";
import { findCluster } from "../connect-cluster.ts";
import type { DeployStep, DriverContext, StepChange, StepResult } from "../deploy-step.ts";
import { fillKnown } from "../manifests.ts";

const deadlineMs = 40 * 60_000;

/** Kinds that the charts bring; each is needed by a manifest. */
export const operatorKinds = [
  { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnect", chart: "strimzi-kafka-operator" },
  { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnector", chart: "strimzi-kafka-operator" },
  { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret", chart: "external-secrets" },
  { apiVersion: "monitoring.coreos.com/v1", kind: "PodMonitor", chart: "kube-prometheus-stack" },
] as const;

export const operatorStep: DeployStep = {
  name: "operator",
  needs: ["platform"],
  summary: "operators by Helm: Strimzi, External Secrets, Prometheus",
  deadlineMs,
  back: "helm uninstall RELEASE -n NAMESPACE",
  async run(context) {
    const changes = await upgradeCharts(context);
    const detail = context.files.charts.map(({ release, version }) => `${release} ${version}`);
    return { changes, detail: detail.join(", ") };
  },
  async preview(context): Promise<StepResult> {
    const changes: StepChange[] = [];
    const missing = await missingKinds(context);
    for (const { chart, release, namespace } of context.files.charts) {
      if (!missing.some((each) => isOf(each.chart, chart))) continue;
      changes.push({ action: "create", where: namespace, kind: "Helm release", name: release });
    }
    if (changes.length === 0) return { changes: [], detail: "all operators are there" };
    return { changes, detail: "by helm" };
  },
  async check(context) {
    const missing = await missingKinds(context);
    return {
      missing: missing.map(
        ({ kind, chart }) => `the cluster does not know ${kind} (chart ${chart})`,
      ),
    };
  },
};

async function upgradeCharts(context: DriverContext): Promise<StepChange[]> {
  const target = await findCluster(context.platform, context.aws);
  const known = await context.outputs();
  const changes: StepChange[] = [];
  for (const chart of context.files.charts) {
    context.report(`helm upgrade --install ${chart.release} (${chart.chart} ${chart.version})`);
    const text = context.files.content(chart.values);
    const values = fillKnown(context, chart.values, String(text ?? ""), known);
    await context.helm.upgrade(target, chart, { deadlineMs, signal: context.signal, values });
    const { namespace, release } = chart;
    changes.push({ action: "update", where: namespace, kind: "Helm release", name: release });
  }
  return changes;
}

/** `oci://quay.io/strimzi-helm/NAME` is the chart NAME. */
function isOf(name: string, chart: string): boolean {
  return chart.split("/").at(-1) === name;
}

/** Kinds of charts of this deployment that the cluster does not know. */
async function missingKinds(context: DriverContext) {
  const api = await context.kubernetes();
  const missing: (typeof operatorKinds)[number][] = [];
  for (const each of operatorKinds) {
    if (!context.files.charts.some(({ chart }) => isOf(each.chart, chart))) continue;
    try {
      await api.list(each, { namespace: "default" });
    } catch (error) {
      if (!hasErrorCode(error, "OPERATOR_MISSING")) throw error;
      missing.push(each);
    }
  }
  return missing;
}
