import assert from "node:assert/strict";
import { test } from "node:test";
import { isForbiddenWorkerKey } from "../../src/kubernetes/connect-config.ts";
import { mskIamSasl } from "../../src/kubernetes/msk-iam.ts";
import { objectNamed, objectsOf, sampleFiles, samplePlatform } from "./sample.ts";

async function connectOf(platform = samplePlatform()) {
  const objects = objectsOf(platform, await sampleFiles(platform));
  // biome-ignore lint/suspicious/noExplicitAny: the judges check the shape
  return { objects, spec: objectNamed(objects, "KafkaConnect", "shop").spec as any };
}

test("spreads three workers over zones and nodes and lets one be away", async () => {
  const { spec } = await connectOf();
  assert.equal(spec.replicas, 3);
  const { pod, podDisruptionBudget } = spec.template;
  assert.deepEqual(
    pod.topologySpreadConstraints.map(({ topologyKey, whenUnsatisfiable }: never) => [
      topologyKey,
      whenUnsatisfiable,
    ]),
    [
      ["topology.kubernetes.io/zone", "DoNotSchedule"],
      ["kubernetes.io/hostname", "ScheduleAnyway"],
    ],
  );
  assert.equal(podDisruptionBudget.maxUnavailable, 1);
  assert.ok(pod.terminationGracePeriodSeconds > 5);
});

test("gives the heap its part of the memory", async () => {
  const heapOf = async (memoryMiB: number) => {
    const aws = { region: "eu-central-1", connect: { cpu: 1.5, memoryMiB } };
    const { spec } = await connectOf(samplePlatform({ aws }));
    assert.equal(spec.resources.requests.memory, `${memoryMiB}Mi`);
    assert.equal(spec.resources.requests.cpu, "1500m");
    return Number.parseInt(spec.jvmOptions["-Xmx"], 10) / memoryMiB;
  };
  for (const memoryMiB of [1_024, 2_048, 8_192]) {
    const part = await heapOf(memoryMiB);
    assert.ok(part >= 0.6 && part <= 0.66, String(part));
  }
});

test("carries the failover profile, and nothing that Strimzi would drop", async () => {
  const { spec } = await connectOf();
  assert.equal(spec.config["session.timeout.ms"], "6000");
  assert.equal(spec.config["scheduled.rebalance.max.delay.ms"], "0");
  assert.equal(spec.groupId, "shop-connect");
  assert.equal(spec.offsetStorageTopic, "shop.connect.offsets");
  assert.deepEqual(Object.keys(spec.config).filter(isForbiddenWorkerKey), []);
  for (const key of ["group.id", "SSL.truststore.location", "rest.port", "listeners.https"]) {
    assert.ok(isForbiddenWorkerKey(key), key);
  }
  assert.ok(!isForbiddenWorkerKey("ssl.protocol"));
  assert.equal(spec.config["config.providers"], "secrets");
  assert.ok(!Object.keys(spec.config).some((key) => key.includes("directory")));
});

test("speaks to MSK by IAM over TLS, with the login on the workers' class path", async () => {
  const { spec } = await connectOf();
  assert.deepEqual(spec.authentication, { type: "custom", sasl: true, config: mskIamSasl });
  assert.deepEqual(spec.tls, {});
  const [{ name, value }] = spec.template.connectContainer.env;
  assert.equal(name, "CLASSPATH");
  // SHA-1 of the URL, as `Util.hashStub` of Strimzi 1.2.0 makes it: printf %s "$url" | sha1sum.
  assert.equal(value, "/opt/kafka/plugins/aws-msk-iam-auth/0f9445bb/aws-msk-iam-auth.jar");
});

test("builds an image that its content names, with each download checked", async () => {
  const { spec } = await connectOf();
  const { output, plugins } = spec.build;
  assert.match(output.image, /^weir-ecr-repository:[0-9a-f]{16}$/);
  assert.equal(output.pushSecret, "shop-ecr-push");
  assert.deepEqual(
    plugins.map((plugin: { name: string }) => plugin.name),
    ["debezium-mysql", "glue-avro", "aws-msk-iam-auth"],
  );
  for (const { artifacts } of plugins) {
    for (const artifact of artifacts) assert.match(artifact.sha512sum, /^[0-9a-f]{128}$/);
  }
  assert.match(
    plugins[1].artifacts[1].url,
    /^https:\/\/weir-plugin-bucket\.s3\.eu-central-1\.amazonaws\.com\/plugins\/weir-connect-plugin-/,
  );
});

test("scans no classes only where every plugin is known to have a manifest", async () => {
  const discovery = async (change = {}) =>
    (await connectOf(samplePlatform(change))).spec.config["plugin.discovery"];
  const image = { aws: { region: "eu-central-1", connect: { image: "mine/connect:1" } } };
  assert.equal(await discovery(), "service_load");
  assert.equal(await discovery(image), "hybrid_warn");
  assert.equal(await discovery({ registry: { format: "json" } }), "hybrid_warn");
});

test("takes a given image as it is, and builds none", async () => {
  const image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/connect@sha256:ab";
  const platform = samplePlatform({ aws: { region: "eu-central-1", connect: { image } } });
  const { spec, objects } = await connectOf(platform);
  assert.equal(spec.image, image);
  assert.equal(spec.build, undefined);
  assert.equal(spec.template.connectContainer.env, undefined);
  assert.ok(!objects.some(({ metadata }) => metadata.name === "image-build"));
  assert.ok(!(await sampleFiles(platform)).some(({ path }) => path.startsWith("plugins/")));
});

test("tells workers their zone in a cluster of its own, and leaves an adopted one alone", async () => {
  const { spec, objects } = await connectOf();
  assert.equal(spec.rack.type, "environment-variable");
  const policy = objectNamed(objects, "MutatingAdmissionPolicy", "weir-shop-worker-zone");
  assert.match(JSON.stringify(policy), new RegExp(spec.rack.envVarName));
  const adopted = { existing: "vpc-0abc12345678" };
  const aws = { region: "eu-central-1", vpc: adopted, eks: { existing: "company" } };
  const other = await connectOf(samplePlatform({ aws }));
  assert.equal(other.spec.rack, undefined);
  assert.ok(!other.objects.some(({ kind }) => kind.startsWith("Mutating")));
});

test("lets workers read the connectors' secrets and no others", async () => {
  const { objects } = await connectOf();
  const { rules } = objectNamed(objects, "Role", "shop-connect-secrets") as unknown as {
    rules: { resources: string[]; resourceNames: string[]; verbs: string[] }[];
  };
  assert.equal(rules.length, 1);
  assert.deepEqual([rules[0]?.resources, rules[0]?.verbs], [["secrets"], ["get"]]);
  const names = rules[0]?.resourceNames ?? [];
  assert.deepEqual([names.length, names.every((name) => name.endsWith("-cdc"))], [2, true]);
});
