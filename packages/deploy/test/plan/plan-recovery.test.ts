import assert from "node:assert/strict";
import { test } from "node:test";
import { planRecovery } from "../../src/plan/plan-recovery.ts";
import { platformOf, sourcesOf } from "./plan-fixture.ts";

function secondsOf(platform = platformOf()): Record<string, number> {
  return Object.fromEntries(planRecovery(platform).map(({ fault, seconds }) => [fault, seconds]));
}

test("predicts each fault of the default platform", () => {
  assert.deepEqual(secondsOf(), {
    worker: 14,
    node: 14,
    zone: 180,
    broker: 21,
    "database primary": 180,
  });
});

test("shows terms that add up to the seconds it says", () => {
  for (const { fault, seconds, arithmetic } of planRecovery(platformOf())) {
    const sums = [...arithmetic.matchAll(/= (?:[\d.]+–)?([\d.]+) s/g)].map(([, sum]) =>
      Number(sum),
    );
    assert.equal(Math.max(...sums), seconds, fault);
    const [path = ""] = arithmetic.replace(/^what .*?worker: /, "").split(" = ");
    const terms = [...path.matchAll(/(?:[\d.]+–)?([\d.]+) s \(/g)].map(([, most]) => Number(most));
    assert.ok(terms.length >= 3, fault);
    assert.equal(
      terms.reduce((sum, most) => sum + most, 0),
      sums[0],
      fault,
    );
  }
});

test("adds the storm protection of many tasks", () => {
  const platform = platformOf({}, { sources: sourcesOf(60) });
  assert.equal(secondsOf(platform).worker, 19);
});

test("waits for the pod, and on a lost node for Kubernetes, where there is one worker", () => {
  const seconds = secondsOf(platformOf({}, { connect: { workers: 1 } }));
  assert.ok((seconds.worker ?? 0) > 60);
  assert.ok((seconds.node ?? 0) > 350);
});

test("follows the connector's own keep-alive interval", () => {
  const config = { "connect.keep.alive.interval.ms": 60_000 };
  const platform = platformOf({}, { sources: { a: { tables: ["d.t"], config } } });
  assert.equal(secondsOf(platform)["database primary"], 270);
});

test("says that writes wait for a lost broker where no copy is spare", () => {
  const of = (platform = platformOf()) =>
    planRecovery(platform).find(({ fault }) => fault === "broker")?.arithmetic ?? "";
  assert.match(of(platformOf({}, { kafka: { minInsyncReplicas: 3 } })), /writes wait/);
  assert.doesNotMatch(of(), /writes wait/);
});
