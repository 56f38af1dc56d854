import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type PlatformInput, platformSpec } from "@weir/core";
import { awsNames } from "../../packages/deploy/src/aws-names.ts";
import { requireAws } from "../../packages/deploy/src/aws-platform.ts";
import { workerLabels } from "../../packages/deploy/src/kubernetes/labels.ts";
import { rackVariable } from "../../packages/deploy/src/kubernetes/rack-policy.ts";
import {
  describeRef,
  type KubernetesObject,
  refOf,
} from "../../packages/deploy/src/kubernetes-api/kubernetes.ts";
import { fillPlaceholders } from "../../packages/deploy/src/outputs.ts";
import type { SynthFile } from "../../packages/deploy/src/synth-file.ts";
import {
  installCrds,
  parseObjects,
  startTestCluster,
  type TestCluster,
} from "./support/test-cluster.ts";

let cluster: TestCluster;

before(async () => {
  cluster = await startTestCluster();
  await installCrds(cluster.kubernetes);
});
after(() => cluster?.stop());

const plain: PlatformInput = {
  name: "plain",
  sources: { shop: { tables: ["shop.orders"] } },
  aws: { region: "eu-central-1" },
};

const specs: Readonly<Record<string, PlatformInput>> = {
  "one source": plain,
  "several sources with json and a small fleet": {
    name: "many",
    sources: {
      shop: { tables: ["shop.orders", "shop.lines"] },
      Back_office: { tables: ["office.people"], heartbeatIntervalMs: 30_000 },
    },
    registry: { format: "json" },
    aws: { region: "us-east-1", eks: { nodes: 6 }, connect: { cpu: 2, memoryMiB: 4096 } },
  },
  "its own image and adopted parts": {
    name: "adopted",
    sources: { shop: { tables: ["shop.orders"] } },
    aws: {
      region: "eu-central-1",
      connect: { image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/connect:1" },
      eks: { existing: "ours" },
      rds: { existing: { shop: "shop-production" } },
      bucket: { existing: "our-lake" },
    },
  },
};

/** The manifests as they would be applied, each placeholder with a value of its form. */
async function synthObjects(input: PlatformInput): Promise<KubernetesObject[]> {
  const platform = requireAws(platformSpec.parse(input));
  const content = new Uint8Array([80, 75]);
  const sha512 = createHash("sha512").update(content).digest("hex");
  const lakehouseDirectory = path.resolve(import.meta.dirname, "../../lakehouse");
  const [{ synthManifests }, { synthMonitoring }] = await Promise.all([
    import("../../packages/deploy/src/kubernetes/synth-manifests.ts"),
    import("../../packages/deploy/src/monitoring/synth-monitoring.ts"),
  ]);
  const files = [
    ...(await synthManifests(platform, { pluginJar: { sha512, content }, lakehouseDirectory })),
    ...(await synthMonitoring(platform)),
  ];
  return files
    .filter((file) => file.path.startsWith("kubernetes/"))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap((file) => parseObjects(fillPlaceholders(textOf(file), sampleValues)));
}

const textOf = ({ content }: SynthFile) =>
  typeof content === "string" ? content : Buffer.from(content).toString("utf8");

const samples: Readonly<Record<string, string>> = {
  WEIR_ACCOUNT: "123456789012",
  WEIR_BUCKET: "weir-123456789012",
  WEIR_VPC_CIDR: "10.60.0.0/16",
  WEIR_ECR_REPOSITORY: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/connect",
  WEIR_BOOTSTRAP_SERVERS: "b-1.x.kafka.eu-central-1.amazonaws.com:9098",
};
const sampleValues = new Proxy(samples, {
  get: (values, name: string) =>
    values[name] ?? (name.startsWith("WEIR_DATABASE_PORT") ? "3306" : "sample"),
});

for (const [title, input] of Object.entries(specs)) {
  test(`the API server accepts every manifest of ${title}, strictly`, async () => {
    const { kubernetes } = cluster;
    const objects = await synthObjects(input);
    const kinds = new Set(objects.map(({ kind }) => kind));
    for (const kind of ["KafkaConnect", "KafkaConnector", "ExternalSecret", "Job", "PodMonitor"]) {
      assert.ok(kinds.has(kind), `no ${kind} among ${[...kinds].join(", ")}`);
    }
    // A dry run does not make the namespaces that the others live in.
    for (const object of objects) {
      if (object.kind === "Namespace") await kubernetes.apply(object);
    }
    const problems: string[] = [];
    for (const object of objects) {
      try {
        const { warnings } = await kubernetes.apply(object, { dryRun: true });
        problems.push(...warnings.map((warning) => `${describeRef(refOf(object))}: ${warning}`));
      } catch (error) {
        problems.push(`${describeRef(refOf(object))}: ${(error as Error).message}`);
      }
    }
    assert.deepEqual(problems, []);
  });
}

test("what is applied once is unchanged when it is applied again", async () => {
  const { kubernetes } = cluster;
  const objects = await synthObjects({ ...plain, name: "twice" });
  for (const object of objects) await kubernetes.apply(object);
  for (const object of objects) {
    const { outcome } = await kubernetes.apply(object);
    assert.equal(outcome, "unchanged", describeRef(refOf(object)));
  }
});

test("the pods of every Job are admitted, pod security included", async () => {
  const { kubernetes } = cluster;
  const objects = await synthObjects({ ...plain, name: "pods" });
  for (const object of objects) await kubernetes.apply(object);
  const jobs = objects.filter(({ kind }) => kind === "Job");
  assert.ok(jobs.length > 0);
  for (const { metadata, spec } of jobs) {
    const { template } = spec as { template: { metadata?: object; spec: object } };
    const { name, namespace = "" } = metadata;
    const pod = (more: object) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { ...template.metadata, name, namespace },
      spec: { ...template.spec, ...more },
    });
    const { warnings } = await kubernetes.apply(pod({}), { dryRun: true });
    assert.deepEqual(warnings, [], name);
    // The same pod with the host's network is not: the namespace enforces something.
    await assert.rejects(kubernetes.apply(pod({ hostNetwork: true }), { dryRun: true }), {
      code: "KUBERNETES_FORBIDDEN",
      message: /violates PodSecurity/,
    });
  }
});

test("the pods of workers are given their zone, and no others", async () => {
  const { kubernetes } = cluster;
  const platform = requireAws(platformSpec.parse({ ...plain, name: "zoned" }));
  const { namespace, kafkaConnect } = awsNames(platform).kubernetes;
  const policyKinds = ["Namespace", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"];
  for (const object of await synthObjects({ ...plain, name: "zoned" })) {
    if (policyKinds.includes(object.kind)) await kubernetes.apply(object);
  }
  const metadata = { name: "default", namespace };
  await kubernetes.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata });
  const envOf = async (labels: Record<string, string>) => {
    // Strimzi's container is never without variables.
    const env = [{ name: "KAFKA_CONNECT_CONFIGURATION", value: "x" }];
    const container = { name: `${kafkaConnect}-connect`, image: "connect:1", env };
    const { object } = await kubernetes.apply(
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "w", namespace, labels },
        spec: { containers: [container] },
      },
      { dryRun: true },
    );
    const { containers } = object.spec as { containers: { env: { name: string }[] }[] };
    return containers[0]?.env.map(({ name }) => name).slice(1);
  };
  const worker = workerLabels(kafkaConnect);
  // The server learns of a policy a moment after it is stored.
  let added = await envOf(worker);
  for (let look = 0; look < 100 && added?.length === 0; look += 1) {
    await sleep(100);
    added = await envOf(worker);
  }
  assert.deepEqual(added, [rackVariable]);
  assert.deepEqual(await envOf({ app: "other" }), []);
});

/** A copy with one value changed; `undefined` takes it away. */
function change(object: KubernetesObject, at: readonly string[], value: unknown): KubernetesObject {
  const copy = structuredClone(object) as unknown as Record<string, unknown>;
  let inner = copy;
  for (const key of at.slice(0, -1)) {
    inner[key] ??= {};
    inner = inner[key] as Record<string, unknown>;
  }
  const last = at.at(-1) ?? "";
  if (value === undefined) delete inner[last];
  else inner[last] = value;
  return copy as unknown as KubernetesObject;
}

const wrong: readonly {
  readonly title: string;
  readonly kind: string;
  readonly at: readonly string[];
  readonly value: unknown;
  readonly says: RegExp;
}[] = [
  {
    title: "a field that v1 does not have",
    kind: "KafkaConnect",
    at: ["spec", "externalConfiguration"],
    value: {},
    says: /\.spec\.externalConfiguration: field not declared in schema/,
  },
  {
    title: "a KafkaConnect without groupId",
    kind: "KafkaConnect",
    at: ["spec", "groupId"],
    value: undefined,
    says: /spec\.groupId: Required value/,
  },
  {
    title: "an authentication type that is gone",
    kind: "KafkaConnect",
    at: ["spec", "authentication", "type"],
    value: "oauth",
    says: /spec\.authentication\.type: Unsupported value: "oauth"/,
  },
  {
    title: "API version v1beta2",
    kind: "KafkaConnect",
    at: ["apiVersion"],
    value: "kafka.strimzi.io/v1beta2",
    says: /does not know KafkaConnect of kafka\.strimzi\.io\/v1beta2/,
  },
  {
    title: "a connector state that does not exist",
    kind: "KafkaConnector",
    at: ["spec", "state"],
    value: "RUNNING",
    says: /spec\.state: Unsupported value: "RUNNING"/,
  },
  {
    title: "an unknown field of an ExternalSecret",
    kind: "ExternalSecret",
    at: ["spec", "refreshIntervall"],
    value: "1h",
    says: /\.spec\.refreshIntervall: field not declared in schema/,
  },
  {
    title: "a misspelled field of a PodMonitor",
    kind: "PodMonitor",
    at: ["spec", "podMetricEndpoints"],
    value: [],
    says: /\.spec\.podMetricEndpoints: field not declared in schema/,
  },
  {
    title: "a Job that Kubernetes would never end",
    kind: "Job",
    at: ["spec", "template", "spec", "restartPolicy"],
    value: "Always",
    says: /spec\.template\.spec\.restartPolicy: (Required|Unsupported) value/,
  },
];

test("the API server names what is wrong with each wrong manifest", async (t) => {
  const { kubernetes } = cluster;
  const objects = await synthObjects({ ...plain, name: "wrong" });
  for (const object of objects) {
    if (object.kind === "Namespace") await kubernetes.apply(object);
  }
  for (const { title, kind, at, value, says } of wrong) {
    await t.test(title, async () => {
      const right = objects.find((object) => object.kind === kind);
      assert.ok(right !== undefined, `no ${kind}`);
      await kubernetes.apply(right, { dryRun: true });
      const attempt = kubernetes.apply(change(right, at, value), { dryRun: true });
      await assert.rejects(attempt, { message: says });
    });
  }
});
