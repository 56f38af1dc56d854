import type { AwsPlatform } from "../aws-platform.ts";
import { type Alert, type Recording, runbookPage } from "./alert.ts";
import { planRuleGroups } from "./plan-rules.ts";
import { duration } from "./promql.ts";

/** A rule as Prometheus reads it. */
export interface PrometheusRuleEntry {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface PrometheusRuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly interval: string;
    readonly rules: readonly PrometheusRuleEntry[];
  }[];
}

/** The content of a rule file, which is also the `spec` of a PrometheusRule. */
export function renderRules(platform: AwsPlatform): PrometheusRuleFile {
  return {
    groups: planRuleGroups(platform).map(({ name, intervalSeconds, recordings, alerts }) => ({
      name,
      interval: duration(intervalSeconds),
      rules: [
        ...recordings.map((recording) => renderRecording(platform, recording)),
        ...alerts.map((alert) => renderAlert(platform, alert)),
      ],
    })),
  };
}

function labelsOf(platform: AwsPlatform, source: string | undefined): Record<string, string> {
  return { weir_platform: platform.name, ...(source === undefined ? {} : { source }) };
}

function renderRecording(platform: AwsPlatform, recording: Recording): PrometheusRuleEntry {
  const { record, expr, source } = recording;
  return { record, expr, labels: labelsOf(platform, source) };
}

function renderAlert(platform: AwsPlatform, alert: Alert): PrometheusRuleEntry {
  return {
    alert: alert.name,
    expr: alert.expr,
    for: duration(alert.forSeconds),
    ...(alert.keepFiringForSeconds === undefined
      ? {}
      : { keep_firing_for: duration(alert.keepFiringForSeconds) }),
    labels: { severity: alert.severity, ...labelsOf(platform, alert.source) },
    annotations: {
      summary: alert.summary,
      description: alert.description,
      threshold: alert.threshold,
      runbook: runbookPage(alert.name),
    },
  };
}
