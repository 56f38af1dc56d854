import { hasErrorCode } from "@weir/core";
import { findCluster } from "../connect-cluster.ts";
import type { HelmChart } from "../deploy-files.ts";
import type { DeployStep, DriverContext, StepChange, StepResult } from "../deploy-step.ts";
import type { HelmTarget } from "../helm.ts";
import { judgeRelease } from "../judge-release.ts";
import { fillKnown } from "../manifests.ts";

const deadlineMs = 40 * 60_000;
const askDeadlineMs = 2 * 60_000;

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
    const target = await findCluster(context.platform, context.aws);
    const changes: StepChange[] = [];
    for (const chart of context.files.charts) {
      const { change } = await judgeChart(context, target, chart);
      if (change !== undefined) changes.push(change);
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
  const changes: StepChange[] = [];
  for (const chart of context.files.charts) {
    const { change, why, values } = await judgeChart(context, target, chart);
    if (change === undefined) {
      context.report(`${chart.release} is as it should be`);
      continue;
    }
    const what = `${chart.chart} ${chart.version}`;
    context.report(`helm upgrade --install ${chart.release} (${what}): ${why}`);
    await context.helm.upgrade(target, chart, { deadlineMs, signal: context.signal, values });
    changes.push(change);
  }
  return changes;
}

/** What has to change for a chart, undefined where nothing; and the values that it gets. */
async function judgeChart(context: DriverContext, target: HelmTarget, chart: HelmChart) {
  const text = context.files.content(chart.values);
  const known = await context.outputs();
  const values = fillKnown(context, chart.values, String(text ?? ""), known);
  const asked = { deadlineMs: askDeadlineMs, signal: context.signal };
  const release = await context.helm.release(target, chart, asked);
  const verdict = await judgeRelease(release, chart, values, await context.kubernetes());
  const why = verdict.state === "differs" ? verdict.why : verdict.state;
  const change: StepChange | undefined =
    verdict.state === "current"
      ? undefined
      : {
          action: verdict.state === "absent" ? "create" : "update",
          where: chart.namespace,
          kind: "Helm release",
          name: chart.release,
        };
  return { change, why, values };
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
