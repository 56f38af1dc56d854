import assert from "node:assert/strict";
import { test } from "node:test";
import { exposedNames, metricNamesOf } from "../../src/monitoring/metric-names.ts";

for (const [expr, names] of [
  ["up", ["up"]],
  ['sum by (pod) (rate(a_total{job="x",pod=~"b.+"}[5m])) / 1000 > 3', ["a_total"]],
  ["max(a) == 0 and on () b unless on (server) max by (server) (c) == 1", ["a", "b", "c"]],
  ["time() - max(last_over_time(weir:read_seconds{}[144h]))", ["weir:read_seconds"]],
  ["(sum(a) or vector(0)) + (clamp_min(b, 0) >= 1e3)", ["a", "b"]],
  ["a * on (pod) group_left (node) b offset 5m", ["a", "b"]],
  ['label_replace(a, "to", "$1", "from", "(.+)")', ["a"]],
  ["a[$__rate_interval]", ["a"]],
] as const) {
  test(`finds ${names.join(", ")} in ${expr}`, () => {
    assert.deepEqual(metricNamesOf(expr), names);
  });
}

test("reads the names of an exposition without its comments", () => {
  const text = '# HELP a_total x\n# TYPE a_total counter\na_total{b="c d"} 1.0\nd 2\n';
  assert.deepEqual([...exposedNames(text)], ["a_total", "d"]);
});
