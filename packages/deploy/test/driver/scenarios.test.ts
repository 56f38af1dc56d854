import { describe, it } from "node:test";
import { createMemoryKubernetes } from "../../src/testing/index.ts";
import { createWorld } from "./deploy-world.ts";
import { scenarios } from "./scenarios.ts";

function createCluster() {
  const kubernetes = createMemoryKubernetes();
  return {
    kubernetes,
    installCharts() {
      for (const group of [
        "kafka.strimzi.io/v1",
        "external-secrets.io/v1",
        "monitoring.coreos.com/v1",
      ]) {
        kubernetes.groups.add(group);
      }
    },
  };
}

describe("deployment driver", () => {
  for (const { title, run, platform } of scenarios) {
    it(title, async () => {
      const world = await createWorld(createCluster, platform === undefined ? {} : { platform });
      try {
        await run(world);
      } finally {
        await world.close();
      }
    });
  }
});
