import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { workerMetricsRules } from "../src/metrics-rules.ts";

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

test("calls every counter one, and nothing else: exporters treat a gauge named _total unlike", () => {
  const counters = rules.filter(({ type }) => type === "COUNTER");
  assert.ok(counters.length > 5);
  for (const { name } of counters) assert.match(name, /_total$/);
  for (const { name, type } of rules) {
    if (type === "GAUGE") assert.doesNotMatch(name, /_(total|info|created|bucket)$/);
  }
});

test("takes the quotes from a client id that has an address in it", () => {
  const rule = rules.find(({ pattern }) => pattern.includes("connect-coordinator-metrics"));
  const attribute =
    'kafka.connect<type=connect-metrics, client-id="connect-127.0.0.1:8083"><>failed-authentication-total: 0.0';
  assert.equal(new RegExp(rule?.pattern ?? "").exec(attribute)?.[2], "connect-127.0.0.1:8083");
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
  [
    "debezium.mysql<type=connector-metrics, context=schema-history, server=orders><>Status: RUNNING",
    "debezium_mysql_schema_history_status",
  ],
  [
    'kafka.connect<type=connect-metrics, client-id="connect-127.0.0.1:8083"><>failed-authentication-total: 0.0',
    "kafka_connect_connect-metrics_failed-authentication_total",
  ],
  [
    "kafka.producer<type=producer-topic-metrics, client-id=connector-producer-orders-0, topic=orders.shop.a><>record-send-total: 3.0",
    "kafka_producer_producer-topic_record-send_total",
  ],
  [
    "kafka.connect<type=task-error-metrics, connector=orders, task=0><>total-record-failures: 1.0",
    "kafka_connect_task-error-metrics_total-record-failures",
  ],
  ["java.lang<type=Memory><HeapMemoryUsage>used: 42", "jvm_memory_heap_used_bytes"],
  ["java.lang<type=Threading><>ThreadCount: 30", undefined],
] as const) {
  test(`names ${attribute} ${name ?? "nothing"}`, () => {
    assert.equal(nameOf(attribute), name);
  });
}
