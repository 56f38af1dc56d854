import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MetricPlan } from "../../src/infrastructure/alarms.ts";
import { planGlueAlarms } from "../../src/infrastructure/alarms-glue.ts";
import { planMskAlarms } from "../../src/infrastructure/alarms-msk.ts";
import { planRdsAlarms } from "../../src/infrastructure/alarms-rds.ts";
import { glueMetrics, mskMetrics, rdsMetrics } from "./aws-lists.ts";
import {
  adoptedStacks,
  madeStacks,
  resourceOf,
  resourcesOf,
  type SampleTemplate,
  samplePlatform,
  synthSample,
} from "./stacks-sample.ts";

/** Why CloudWatch would never see the metric; undefined where it does. */
function strange({ namespace, name, dimensions }: Omit<MetricPlan, "stat">): string | undefined {
  const given = Object.keys(dimensions).join();
  const expected = {
    "AWS/Kafka": mskMetrics[name]?.dimensions.join(),
    "AWS/RDS": rdsMetrics.includes(name) ? "DBInstanceIdentifier" : undefined,
    "AWS/Events": name === "TriggeredRules" ? "RuleName" : undefined,
    Glue: name in glueMetrics ? "JobName,JobRunId,Type" : undefined,
  }[namespace];
  if (expected === undefined) return `${namespace} has no ${name}`;
  if (given !== expected) return `${name} has ${expected}, not ${given}`;
  const type = dimensions.Type;
  return type === undefined || type === glueMetrics[name] ? undefined : `${name} is no ${type}`;
}

type Dimension = { readonly Name: string; readonly Value: string };

/** Every metric that the alarms of a template name. */
function alarmMetrics(template: SampleTemplate): Omit<MetricPlan, "stat">[] {
  const metric = (from: Record<string, unknown>) => ({
    namespace: String(from.Namespace),
    name: String(from.MetricName),
    dimensions: Object.fromEntries(
      (from.Dimensions as Dimension[]).map(({ Name, Value }) => [Name, Value]),
    ),
  });
  return resourcesOf(template, "AWS::CloudWatch::Alarm").flatMap(([, { Properties }]) =>
    Properties.Metrics === undefined
      ? [metric(Properties)]
      : Properties.Metrics.flatMap((each: { MetricStat?: { Metric: Record<string, unknown> } }) =>
          each.MetricStat === undefined ? [] : [metric(each.MetricStat.Metric)],
        ),
  );
}

function dashboardMetrics(template: SampleTemplate): Omit<MetricPlan, "stat">[] {
  const body = JSON.parse(
    resourceOf(template, "AWS::CloudWatch::Dashboard").Properties.DashboardBody,
  );
  return body.widgets.flatMap(({ properties }: { properties: { metrics: string[][] } }) =>
    properties.metrics.map(([namespace = "", name = "", ...rest]) => {
      const flat = rest.slice(0, -1);
      const dimensions: Record<string, string> = {};
      for (let at = 0; at < flat.length; at += 2) dimensions[flat[at] ?? ""] = flat[at + 1] ?? "";
      return { namespace, name, dimensions };
    }),
  );
}

const continuous = () => synthSample(samplePlatform({ lake: { cadence: "continuous" } }));

describe("metrics", () => {
  it("are ones that the services have, with their dimensions", () => {
    const templates = [madeStacks(), adoptedStacks(), continuous()].map((s) => s.observability);
    for (const template of templates) {
      for (const metric of [...alarmMetrics(template), ...dashboardMetrics(template)]) {
        assert.equal(strange(metric), undefined);
      }
    }
    // The check itself.
    const kafka = { namespace: "AWS/Kafka", name: "CpuUser" };
    assert.match(
      strange({ ...kafka, dimensions: { ClusterName: "a", BrokerId: "1" } }) ?? "",
      /not/,
    );
    assert.match(strange({ ...kafka, name: "DiskUsed", dimensions: {} }) ?? "", /has no DiskUsed/);
    const heap = { JobName: "a", JobRunId: "ALL", Type: "count" };
    const name = "glue.driver.jvm.heap.usage";
    assert.match(strange({ namespace: "Glue", name, dimensions: heap }) ?? "", /no count/);
  });

  it("are there at the level of monitoring that the cluster has", () => {
    const { EnhancedMonitoring } = resourceOf(madeStacks().data, "AWS::MSK::Cluster").Properties;
    const levels = ["DEFAULT", "PER_BROKER"];
    for (const { namespace, name } of alarmMetrics(madeStacks().observability)) {
      if (namespace !== "AWS/Kafka") continue;
      const needed = levels.indexOf(mskMetrics[name]?.level ?? "");
      assert.ok(needed >= 0 && needed <= levels.indexOf(EnhancedMonitoring), name);
    }
  });
});

describe("alarms", () => {
  const alarms = () =>
    resourcesOf(madeStacks().observability, "AWS::CloudWatch::Alarm").map(([, r]) => r.Properties);

  it("tell the topic when they begin and when they end", () => {
    for (const alarm of alarms()) {
      assert.match(alarm.AlarmActions[0]["Fn::ImportValue"], /AlarmTopic/);
      assert.deepEqual(alarm.OKActions, alarm.AlarmActions);
      assert.match(alarm.AlarmDescription, /\. [A-Z]|\.$|\?$/);
    }
  });

  it("have unlike names and windows that CloudWatch evaluates", () => {
    const names = alarms().map((alarm) => alarm.AlarmName);
    assert.equal(new Set(names).size, names.length);
    const windows = ["5 minutes", "15 minutes", "1 hour", "24 hours"].flatMap((cadence) =>
      resourcesOf(
        synthSample(samplePlatform({ lake: { cadence } })).observability,
        "AWS::CloudWatch::Alarm",
      ).map(([, { Properties }]) => Properties),
    );
    for (const { AlarmName, Period = 300, EvaluationPeriods } of windows) {
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
      assert.equal(Period % 60, 0, AlarmName);
      const mostSeconds = Period >= 3_600 ? 7 * 86_400 : 86_400;
      assert.ok(Period * EvaluationPeriods <= mostSeconds, AlarmName);
    }
  });

  it("watch each broker", () => {
    const kafka = { clusterArn: "", clusterName: "k", brokers: 6, adopted: false };
    const brokers = planMskAlarms(kafka).map(
      ({ metrics: [{ dimensions }] }) => dimensions["Broker ID"],
    );
    assert.deepEqual([...new Set(brokers)], [undefined, "1", "2", "3", "4", "5", "6"]);
  });

  it("add user and system CPU up, as MSK advises", () => {
    const cpu = alarms().find((alarm) => alarm.AlarmName === "legopoc-kafka-broker-1-cpu");
    assert.deepEqual(
      cpu?.Metrics.map(
        (m: { Expression?: string; MetricStat?: { Metric: { MetricName: string } } }) =>
          m.Expression ?? m.MetricStat?.Metric.MetricName,
      ),
      ["SUM(METRICS())", "CpuUser", "CpuSystem"],
    );
  });

  it("measure a made database by its size, an adopted one by what is known", () => {
    const platform = samplePlatform();
    const database = { source: "shop", identifier: "i", host: "", port: "", masterSecret: "" };
    const names = (adopted: boolean) =>
      planRdsAlarms(platform, { ...database, adopted }).map(({ name }) => name.split("-").at(-1));
    assert.deepEqual(names(false), ["cpu", "memory", "connections", "storage", "binlog"]);
    assert.deepEqual(names(true), ["cpu", "memory", "storage"]);
    const free = planRdsAlarms(platform, { ...database, adopted: false }).find(({ id }) =>
      id.startsWith("DatabaseStorage"),
    );
    assert.equal(free?.threshold, 10 * 2 ** 30, "a tenth of 100 GiB, in bytes");
  });

  it("take silence of the lake for a fault", () => {
    const { stack } = {} as { stack: never };
    const scheduled = { kind: "scheduled", cron: "", periodSeconds: 900 } as const;
    const [runs] = planGlueAlarms({ stack, jobName: "j", schedule: scheduled });
    assert.deepEqual([runs?.periodSeconds, runs?.periods, runs?.missing], [900, 3, "breaching"]);
    const [stream] = planGlueAlarms({ stack, jobName: "j", schedule: { kind: "continuous" } });
    assert.equal(stream?.missing, "breaching");
  });
});
