import assert from "node:assert/strict";
import { test } from "node:test";
import type { Service } from "../../src/services/service.ts";
import type { RunningService } from "../../src/supervisor/run-service.ts";
import { startServices, stopServices } from "../../src/supervisor/start-services.ts";

function service(name: string, kind: Service["kind"], dependsOn: string[] = []): Service {
  return {
    name,
    kind,
    endpoint: "",
    dependsOn,
    command: undefined,
    readyDeadlineMs: 0,
    stopGraceMs: 0,
    prepare: async () => {},
    isReady: async () => true,
  };
}

const stack = [
  service("mysql", "mysql"),
  service("registry", "registry"),
  service("kafka-1", "kafka"),
  service("kafka-2", "kafka"),
  service("connect-1", "connect", ["kafka-1", "kafka-2"]),
];

const asRunning = (service: Service): RunningService => ({ service, stop: async () => {} });
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test("starts side by side what does not depend on each other, the rest after it", async () => {
  const begun: string[] = [];
  const finish = new Map<string, () => void>();
  const running: RunningService[] = [];
  const starting = startServices(
    stack,
    async (each) => {
      begun.push(each.name);
      await new Promise<void>((resolve) => finish.set(each.name, resolve));
      return asRunning(each);
    },
    running,
  );
  await nextTurn();
  assert.deepEqual(begun, ["mysql", "registry", "kafka-1", "kafka-2"]);
  finish.get("kafka-2")?.();
  await nextTurn();
  assert.equal(begun.length, 4);
  finish.get("kafka-1")?.();
  await nextTurn();
  assert.equal(begun[4], "connect-1");
  for (const name of ["mysql", "registry", "connect-1"]) finish.get(name)?.();
  await starting;
  assert.equal(running.length, 5);
});

test("fails with what failed first, not with what was given up because of it", async () => {
  const abort = new AbortController();
  const running: RunningService[] = [];
  const begun: string[] = [];
  const starting = startServices(
    stack,
    async (each) => {
      begun.push(each.name);
      if (each.name === "kafka-2") {
        abort.abort();
        throw new Error("kafka-2 ended with 1");
      }
      if (each.name === "registry") return asRunning(each);
      // Stands before kafka-2 in the plan, and fails after it.
      await new Promise((_, reject) => {
        abort.signal.addEventListener("abort", () => reject(abort.signal.reason));
      });
      return asRunning(each);
    },
    running,
  );
  await assert.rejects(starting, { message: "kafka-2 ended with 1" });
  assert.ok(!begun.includes("connect-1"));
  assert.deepEqual(
    running.map(({ service: { name } }) => name),
    ["registry"],
  );
});

test("rejects a plan in which a service comes before what it depends on", async () => {
  const start = async (each: Service) => asRunning(each);
  const first = service("connect-1", "connect", ["kafka-1"]);
  await assert.rejects(startServices([first], start, []), /depends on kafka-1, planned later/);
});

test("stops workers, registry, brokers and MySQL in turn, those of a kind together", async () => {
  const begun: string[] = [];
  const running = stack.map((each) => ({
    service: each,
    async stop() {
      begun.push(`${each.kind} begins`);
      await nextTurn();
      begun.push(`${each.kind} ends`);
    },
  }));
  await stopServices(running);
  assert.deepEqual(begun, [
    "connect begins",
    "connect ends",
    "registry begins",
    "registry ends",
    "kafka begins",
    "kafka begins",
    "kafka ends",
    "kafka ends",
    "mysql begins",
    "mysql ends",
  ]);
});
