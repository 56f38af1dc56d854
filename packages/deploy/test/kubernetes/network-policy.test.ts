import assert from "node:assert/strict";
import { test } from "node:test";
import { planNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import { placeholder } from "../../src/outputs.ts";
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

test("reaches adopted databases and brokers outside the first range of the VPC", () => {
  const rangesTo = (port: unknown, aws: object) => {
    const platform = samplePlatform({ aws: { region: "eu-central-1", ...aws } });
    const workers = planNetworkPolicies(platform).find(
      ({ metadata }) => metadata.name === "workers",
    );
    assert.ok(workers);
    const { egress } = workers.spec as {
      egress: { to: { ipBlock?: { cidr: string } }[]; ports: { port: unknown }[] }[];
    };
    return egress
      .filter(({ ports }) => ports.some((each) => each.port === port))
      .flatMap(({ to }) => to.map(({ ipBlock }) => ipBlock?.cidr));
  };
  const own = [placeholder("WEIR_VPC_CIDR")];
  const database = placeholder("WEIR_DATABASE_PORT_ORDERS");
  assert.deepEqual([rangesTo(9098, {}), rangesTo(database, {})], [own, own]);
  // In a VPC that is peered with the new one.
  const peered = { rds: { existing: { orders: "orders-db" } } };
  assert.ok(rangesTo(database, peered).includes("172.16.0.0/12"));
  assert.deepEqual(rangesTo(9098, peered), own);
  const adopted = { vpc: { existing: "vpc-0abc12345678" } };
  assert.ok(rangesTo(9098, adopted).includes("100.64.0.0/10"));
  assert.ok(!rangesTo(9098, adopted).includes("0.0.0.0/0"));
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
