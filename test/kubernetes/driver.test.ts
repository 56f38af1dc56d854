/** The driver's scenarios, which its own tests tell in memory, on a real API server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Kubernetes } from "../../packages/deploy/src/kubernetes-api/kubernetes.ts";
import { createWorld } from "../../packages/deploy/test/driver/deploy-world.ts";
import { scenarios } from "../../packages/deploy/test/driver/scenarios.ts";
import { startNamespaceController } from "./support/namespace-controller.ts";
import { installCrds, startTestCluster } from "./support/test-cluster.ts";

/** Slower than in memory: each look is a request, and a deadline of a minute becomes two seconds. */
const pace = { pollMs: 20, deadlineFactor: 1 / 30 };

/** The cluster, whose every call waits until what the charts bring is there. */
function clusterUnderTest(kubernetes: Kubernetes) {
  let charts: Promise<void> | undefined;
  const after =
    <Arguments extends unknown[], Result>(call: (...args: Arguments) => Promise<Result>) =>
    async (...args: Arguments): Promise<Result> => {
      await charts;
      return call(...args);
    };
  return {
    kubernetes: {
      ...kubernetes,
      apply: after(kubernetes.apply),
      read: after(kubernetes.read),
      list: after(kubernetes.list),
      remove: after(kubernetes.remove),
      patch: after(kubernetes.patch),
      annotate: after(kubernetes.annotate),
    },
    installCharts() {
      charts ??= installCrds(kubernetes);
    },
  };
}

assert.ok(scenarios.length > 0);
for (const { title, run, platform } of scenarios) {
  test(title, async () => {
    // One for each: what a scenario leaves behind is no other's business.
    const cluster = await startTestCluster();
    const { kubernetes, server } = cluster;
    const namespaces = startNamespaceController(kubernetes, server.connection);
    try {
      const world = await createWorld(() => clusterUnderTest(kubernetes), {
        ...(platform === undefined ? {} : { platform }),
        ...pace,
      });
      try {
        await run(world);
      } finally {
        await world.close();
      }
    } finally {
      await namespaces.stop();
      await cluster.stop();
    }
  });
}
