import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { workerMetricsRules } from "../../src/services/metrics-rules.ts";

interface Rule {
  readonly pattern: string;
  readonly name: string;
  readonly type: string;
  readonly value?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

const { rules, includeObjectNames } = parse(workerMetricsRules) as {
  rules: Rule[];
  includeObjectNames: string[];
};

/** What the exporter makes of one `attribute: value`: the first rule that matches it. */
function nameOf(attribute: string): string | undefined {
  for (const { pattern, name } of rules) {
    const match = new RegExp(pattern).exec(attribute);
    if (match) return name.replace(/\$(\d)/g, (_, group) => match[Number(group)] ?? "");
  }
  return undefined;
}

test("is YAML of rules whose patterns compile and refer to groups that they have", () => {
  assert.ok(rules.length > 5 && includeObjectNames.length > 5);
  for (const rule of rules) {
    const groups = (new RegExp(`${rule.pattern}|`).exec("")?.length ?? 1) - 1;
    const texts = [rule.name, ...Object.entries(rule.labels ?? {}).flat()];
    for (const [, group] of texts.join(" ").matchAll(/\$(\d)/g)) {
      assert.ok(Number(group) <= groups, `${rule.pattern} has no group ${group}`);
    }
    assert.match(rule.type, /^(GAUGE|COUNTER)$/);
  }
});

for (const [attribute, name] of [
  [
    "kafka.connect<type=connector-task-metrics, connector=orders, task=0><>status: running",
    "kafka_connect_connector_task_status",
  ],
  [
    "kafka.connect<type=source-task-metrics, connector=orders, task=0><>source-record-poll-rate: 1.5",
    "kafka_connect_source-task-metrics_source-record-poll-rate",
  ],
  [
    "kafka.connect<type=connect-worker-rebalance-metrics><>rebalancing: 0.0",
    "kafka_connect_connect-worker-rebalance-metrics_rebalancing",
  ],
  [
    "debezium.mysql<type=connector-metrics, context=streaming, server=orders><>MilliSecondsBehindSource: 12",
    "debezium_mysql_streaming_MilliSecondsBehindSource",
  ],
  ["java.lang<type=Memory><HeapMemoryUsage>used: 42", "jvm_memory_heap_used_bytes"],
  ["java.lang<type=Threading><>ThreadCount: 30", undefined],
] as const) {
  test(`names ${attribute} ${name ?? "nothing"}`, () => {
    assert.equal(nameOf(attribute), name);
  });
}
