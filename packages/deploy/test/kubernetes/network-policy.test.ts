import assert from "node:assert/strict";
import { test } from "node:test";
import { planNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import { objectNamed, objectsOf, sampleFiles, samplePlatform } from "./sample.ts";

test("denies everything to every pod at first", async () => {
  const platform = samplePlatform();
  const objects = objectsOf(platform, await sampleFiles(platform));
  assert.deepEqual(objectNamed(objects, "NetworkPolicy", "default-deny").spec, {
    podSelector: {},
    policyTypes: ["Ingress", "Egress"],
    ingress: [],
    egress: [],
  });
});

test("turns the port of a database into a number", async () => {
  const platform = samplePlatform();
  const objects = objectsOf(platform, await sampleFiles(platform));
  const { egress } = objectNamed(objects, "NetworkPolicy", "workers").spec as {
    egress: { ports: { port: unknown }[] }[];
  };
  assert.ok(egress.flatMap(({ ports }) => ports).every(({ port }) => typeof port === "number"));
});

test("keeps workers within the VPC where it has AWS's endpoints", () => {
  const rangesOf = (aws: object) =>
    JSON.stringify(
      planNetworkPolicies(samplePlatform({ aws: { region: "eu-central-1", ...aws } })).find(
        ({ metadata }) => metadata.name === "workers",
      ),
    );
  assert.doesNotMatch(rangesOf({}), /0\.0\.0\.0\/0/);
  assert.match(rangesOf({ vpc: { existing: "vpc-0abc12345678" } }), /0\.0\.0\.0\/0/);
});

test("opens the metrics to the monitoring namespace only", async () => {
  const platform = samplePlatform();
  const objects = objectsOf(platform, await sampleFiles(platform));
  const { ingress } = objectNamed(objects, "NetworkPolicy", "workers").spec as {
    ingress: { from: unknown; ports: { port: number }[] }[];
  };
  const metrics = ingress.filter(({ ports }) => ports.some(({ port }) => port === 9404));
  const monitoring = { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } };
  assert.deepEqual(
    metrics.map(({ from }) => from),
    [[{ namespaceSelector: monitoring }]],
  );
});
