import assert from "node:assert/strict";
import { test } from "node:test";
import { faultPlan } from "../../src/faults/fault-plan.ts";
import { parseFaults } from "../../src/faults/parse-faults.ts";

test("reads kinds, operations, probabilities, latencies and the seed", () => {
  const specs = [
    "throttle=0.2",
    "internal-error=RegisterSchemaVersion:1",
    "latency=GetSchemaVersion:200ms",
    "latency=5ms..10ms",
    "seed=42",
  ];
  assert.deepEqual(parseFaults(specs), {
    faults: [
      { kind: "throttle", probability: 0.2 },
      { kind: "internal-error", operation: "RegisterSchemaVersion", probability: 1 },
      { kind: "latency", operation: "GetSchemaVersion", minMs: 200, maxMs: 200 },
      { kind: "latency", minMs: 5, maxMs: 10 },
    ],
    seed: 42,
    specs,
  });
});

test("rejects what it does not understand, and says what it would", () => {
  const wrong = [
    "",
    "throttle",
    "throttle=",
    "throttle=1.5",
    "throttle=-1",
    "throttle=Nope:0.5",
    "throttle=constructor:0.5",
    "thrott1e=0.5",
    "latency=50",
    "latency=50ms..10ms",
    "latency=999999ms",
    "seed=x",
  ];
  for (const spec of wrong) {
    assert.throws(
      () => parseFaults([spec]),
      (error: Error) => "code" in error && error.code === "USAGE" && "remedy" in error,
      spec,
    );
  }
});

function drawAll(specs: readonly string[], draws = 2000) {
  const plan = faultPlan(parseFaults(specs));
  return Array.from({ length: draws }, () => plan.draw("RegisterSchemaVersion"));
}

test("draws the same faults from the same seed, about as often as was asked", () => {
  const names = (specs: readonly string[]) =>
    drawAll(specs).map(({ exception }) => exception?.name ?? "");
  const specs = ["throttle=0.2", "concurrent-modification=0.1", "seed=42"];
  assert.deepEqual(names(specs), names(specs));
  assert.notDeepEqual(names(specs), names([...specs.slice(0, 2), "seed=43"]));
  const count = (name: string) => names(specs).filter((each) => each === name).length;
  const throttled = count("ThrottlingException");
  assert.ok(throttled > 300 && throttled < 500, `${throttled}`);
  const concurrent = count("ConcurrentModificationException");
  assert.ok(concurrent > 80 && concurrent < 250, `${concurrent}`);
});

test("limits a fault to its operation, and concurrent modification to what modifies", () => {
  const plan = faultPlan(parseFaults(["throttle=GetSchema:1", "concurrent-modification=1"]));
  assert.equal(plan.draw("GetSchema").exception?.name, "ThrottlingException");
  assert.equal(plan.draw("GetSchemaVersion").exception, undefined);
  assert.equal(plan.draw("UpdateSchema").exception?.name, "ConcurrentModificationException");
  plan.replace(parseFaults([]));
  assert.equal(plan.isEmpty, true);
  assert.equal(plan.draw("GetSchema").exception, undefined);
});

test("draws latencies within their bounds and adds them up", () => {
  for (const { delayMs } of drawAll(["latency=5ms..10ms", "latency=100ms"], 200)) {
    assert.ok(delayMs >= 105 && delayMs <= 110, `${delayMs}`);
  }
});
