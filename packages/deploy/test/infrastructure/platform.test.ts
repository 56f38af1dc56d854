import assert from "node:assert/strict";
import { test } from "node:test";
import type { AwsPlatform } from "../../src/aws-platform.ts";
import { nodesInZone } from "../../src/infrastructure/eks-nodes.ts";
import { nodeArchitecture } from "../../src/infrastructure/node-architecture.ts";
import { samplePlatform, samplePlatforms } from "./sample-platforms.ts";
import { flat, type Statement, synthStack } from "./stack-reader.ts";

type Platforms = ReturnType<typeof samplePlatforms>;
const sample = (name: keyof Platforms) => samplePlatforms()[name] as AwsPlatform;
const platformStack = (platform: AwsPlatform = samplePlatform()) =>
  synthStack("platform", platform);

test("makes a cluster that answers inside the VPC only", async () => {
  const [, cluster] = (await platformStack()).named("AWS::EKS::Cluster", /./);
  const { EndpointPrivateAccess, EndpointPublicAccess } = cluster.ResourcesVpcConfig as Json;
  assert.deepEqual([EndpointPrivateAccess, EndpointPublicAccess], [true, false]);
  assert.equal(cluster.Version, "1.36");
  assert.equal(cluster.BootstrapSelfManagedAddons, false);
});

test("answers the ranges of the spec, and makes its principals administrators", async () => {
  const stack = await platformStack(sample("NAT per zone"));
  const [, cluster] = stack.named("AWS::EKS::Cluster", /./);
  const { PublicAccessCidrs } = cluster.ResourcesVpcConfig as Json;
  assert.deepEqual(PublicAccessCidrs, ["203.0.113.0/24"]);
  const [entry] = stack.all("AWS::EKS::AccessEntry");
  assert.equal(entry?.PrincipalArn, "arn:aws:iam::123456789012:role/Admin");
  assert.match(flat(entry?.AccessPolicies), /AmazonEKSClusterAdminPolicy/);
});

test("puts a node group into each zone", async () => {
  const stack = await platformStack(sample("NAT per zone"));
  const groups = stack.all("AWS::EKS::Nodegroup");
  assert.deepEqual(
    groups.map(({ ScalingConfig, AmiType, InstanceTypes }) => [
      (ScalingConfig as Json).DesiredSize,
      AmiType,
      InstanceTypes,
    ]),
    [2, 1, 1].map((size) => [size, "AL2023_x86_64_STANDARD", ["m7i.large"]]),
  );
  assert.equal(new Set(groups.map(({ Subnets }) => flat(Subnets))).size, 3);
  for (const zone of ["A", "C", "D"]) {
    assert.ok(stack.template.Resources?.[`Nodes${zone}`], `no node group of zone ${zone}`);
  }
});

test("spreads nodes evenly, the rest from the first zone on", () => {
  const spread = (nodes: number) => [0, 1, 2].map((zone) => nodesInZone(nodes, zone));
  assert.deepEqual(spread(3), [1, 1, 1]);
  assert.deepEqual(spread(5), [2, 2, 1]);
  assert.deepEqual(spread(30), [10, 10, 10]);
});

test("knows Graviton by the letter behind the generation", () => {
  const arm = ["m7g.large", "c6gn.xlarge", "r8gd.large", "t4g.medium", "im4gn.large", "a1.large"];
  const x86 = ["m7i.large", "m5.large", "g4dn.xlarge", "g5.xlarge", "c7a.large", "m6id.large"];
  assert.deepEqual([...new Set(arm.map(nodeArchitecture))], ["arm64"]);
  assert.deepEqual([...new Set(x86.map(nodeArchitecture))], ["x86_64"]);
});

test("gives nodes the cluster's group and the one that Kafka and MySQL let in", async () => {
  const [, template] = (await platformStack()).named("AWS::EC2::LaunchTemplate", /./);
  const groups = flat((template.LaunchTemplateData as Json).SecurityGroupIds);
  assert.match(groups, /ClusterSecurityGroupId.*WorkloadSecurityGroup/);
});

test("installs network and identity add-ons before the nodes, DNS after them", async () => {
  const stack = await platformStack();
  assert.deepEqual(
    stack.all("AWS::EKS::Addon").map(({ AddonName }) => AddonName),
    ["eks-pod-identity-agent", "vpc-cni", "kube-proxy", "coredns"],
  );
  for (const zone of ["A", "B", "C"]) {
    const needed = ["NetworkAddon", "PodIdentityAddon", "ProxyAddon"];
    assert.deepEqual(stack.dependencies(`Nodes${zone}`).toSorted(), needed);
  }
  assert.deepEqual(stack.dependencies("DnsAddon").toSorted(), ["NodesA", "NodesB", "NodesC"]);
  const [, network] = stack.named("AWS::EKS::Addon", /vpc-cni/);
  assert.deepEqual(JSON.parse(String(network.ConfigurationValues)), {
    enableNetworkPolicy: "true",
  });
});

test("waits for what the control plane may do, not only for its role", async () => {
  const dependencies = (await platformStack()).dependencies("Cluster");
  assert.ok(dependencies.some((name) => name.startsWith("ClusterRoleDefaultPolicy")));
  assert.ok(dependencies.some((name) => name.startsWith("ClusterLogGroup")));
});

test("gives each role to one service account of one cluster", async () => {
  const stack = await platformStack();
  const associations = stack
    .all("AWS::EKS::PodIdentityAssociation")
    .map(({ Namespace, ServiceAccount }) => [Namespace, ServiceAccount]);
  assert.deepEqual(associations, [
    ["weir-legopoc", "legopoc-connect"],
    ["weir-legopoc", "legopoc-jobs"],
    ["external-secrets", "legopoc-secrets"],
  ]);
  // A reference, and not the name: without it the association would not wait for the cluster.
  for (const { ClusterName } of stack.all("AWS::EKS::PodIdentityAssociation")) {
    assert.deepEqual(ClusterName, { Ref: "Cluster" });
  }
  for (const [namespace, account] of associations) {
    const [, role] = stack.named("AWS::IAM::Role", new RegExp(`"${account}"`));
    const document = role.AssumeRolePolicyDocument as { Statement: Statement[] };
    const actions = document.Statement.flatMap(({ Action }) => Action);
    assert.deepEqual(actions.toSorted(), ["sts:AssumeRole", "sts:TagSession"]);
    for (const { Condition } of document.Statement) {
      const { StringEquals } = Condition as { StringEquals: Json };
      assert.equal(StringEquals["aws:RequestTag/kubernetes-namespace"], namespace);
      assert.match(flat(StringEquals["aws:RequestTag/eks-cluster-arn"]), /:cluster\/legopoc"/);
    }
  }
});

test("makes roles only for an adopted cluster", async () => {
  const stack = await platformStack(sample("adopted"));
  for (const type of ["Cluster", "Nodegroup", "Addon", "AccessEntry"]) {
    assert.deepEqual(stack.all(`AWS::EKS::${type}`), [], type);
  }
  for (const { ClusterName } of stack.all("AWS::EKS::PodIdentityAssociation")) {
    assert.equal(ClusterName, "company");
  }
  assert.equal(stack.template.Outputs?.ClusterName?.Value, "company");
});

/** Name of the topic, group or transactional id, and what a role may do with it. */
async function kafkaGrants(platform: AwsPlatform, account: string) {
  const stack = await platformStack(platform);
  const [role] = stack.named("AWS::IAM::Role", new RegExp(`"${account}"`));
  return stack.statements(role).flatMap(({ Action, Resource }) => {
    const actions = [Action].flat().filter((action) => action.startsWith("kafka-cluster:"));
    return [Resource].flat().flatMap((resource) => {
      const [, kind, name] =
        /:(topic|group|transactional-id)\/.*\/([^/"\]}]+)/.exec(flat(resource)) ?? [];
      const verbs = actions.map((action) => action.replace("kafka-cluster:", ""));
      return kind === undefined || verbs.length === 0 ? [] : [[`${kind} ${name}`, verbs.join(" ")]];
    });
  });
}

test("lets workers write what their connectors write, and read what they keep", async () => {
  const write = "CreateTopic DescribeTopic DescribeTopicDynamicConfiguration WriteData";
  const keep = "CreateTopic DescribeTopic DescribeTopicDynamicConfiguration ReadData WriteData";
  assert.deepEqual(Object.fromEntries(await kafkaGrants(samplePlatform(), "legopoc-connect")), {
    "topic legopoc.connect.configs": keep,
    "topic legopoc.connect.offsets": keep,
    "topic legopoc.connect.status": keep,
    "topic weir.schema-history.shop": keep,
    "topic shop.*": write,
    "topic weir.heartbeat.shop": write,
    "group legopoc-connect": "AlterGroup DescribeGroup",
    "group shop-schemahistory": "AlterGroup DescribeGroup",
  });
});

test("grants transactions, signals over Kafka and schema changes where the spec has them", async () => {
  const grants = await kafkaGrants(sample("two sources, exactly once"), "legopoc-connect");
  const names = grants.map(([name]) => name);
  for (const name of [
    "transactional-id connect-cluster-legopoc-connect",
    "transactional-id legopoc-connect-*",
    "topic Shop_EU-signal",
    "group kafka-signal",
    "topic warehouse",
  ]) {
    assert.ok(names.includes(name), `${name} of ${names}`);
  }
  assert.ok(!names.includes("topic Shop_EU") && !names.includes("topic warehouse-signal"));
});

test("lets jobs make topics, and neither read nor write nor alter them", async () => {
  const grants = await kafkaGrants(samplePlatform(), "legopoc-jobs");
  assert.deepEqual(
    [...new Set(grants.map(([, actions]) => actions))],
    ["CreateTopic DescribeTopic DescribeTopicDynamicConfiguration"],
  );
});

test("reads exactly the platform's secrets", async () => {
  const stack = await platformStack(sample("two sources, exactly once"));
  const [role] = stack.named("AWS::IAM::Role", /"legopoc-secrets"/);
  const read = stack
    .statements(role)
    .find(({ Action }) => Action.includes("secretsmanager:GetSecretValue"));
  assert.equal([read?.Resource].flat().length, 4);
  assert.doesNotMatch(flat(read?.Resource), /\*/);
  const decrypt = stack.statements(role).find(({ Action }) => Action === "kms:Decrypt");
  assert.match(flat(decrypt?.Condition), /secretsmanager\.eu-central-1\.amazonaws\.com/);
});

test("decrypts the secret of an adopted database by whatever key it has, and nothing else by it", async () => {
  const decrypts = async (name: "adopted" | "minimal") => {
    const stack = await platformStack(sample(name));
    const [role] = stack.named("AWS::IAM::Role", /"legopoc-secrets"/);
    return stack.statements(role).filter(({ Action }) => Action === "kms:Decrypt");
  };
  assert.equal((await decrypts("minimal")).length, 1);
  const [, any, ...others] = await decrypts("adopted");
  assert.deepEqual(others, []);
  assert.ok(any);
  assert.match(flat(any.Resource), /:key\/\*/);
  const { StringEquals } = any.Condition as { StringEquals: Json };
  assert.equal(StringEquals["kms:ViaService"], "secretsmanager.eu-central-1.amazonaws.com");
  assert.match(flat(StringEquals["kms:EncryptionContext:SecretARN"]), /DatabaseMasterSecretShop/);
});

test("keeps the policies of many sources with the longest names within IAM's limits", async () => {
  const long = (index: number) => `s${index}`.padEnd(63, "x");
  const sources = Array.from({ length: 50 }, (_, index) => [long(index), { tables: ["a.b"] }]);
  const stack = await platformStack(
    samplePlatform(
      { region: "ap-southeast-1" },
      {
        name: "p".padEnd(40, "p"),
        sources: Object.fromEntries(sources),
      },
    ),
  );
  const policies = stack.all("AWS::IAM::ManagedPolicy");
  assert.equal(policies.length, 10 + 10 + 4);
  for (const { PolicyDocument } of policies) {
    // An ARN of Kafka has 49 + 40 + 38 characters and two slashes before the name, one of a secret
    // 160 at most.
    const text = flat(PolicyDocument)
      .replace(
        /\{"Fn::Join":\["",\[.*?(\/[^/"]+)"\]\]\}/g,
        (_, name) => `"${"a".repeat(128)}${name}"`,
      )
      .replace(/\{"Fn::ImportValue":"[^"]+"\}/g, `"${"a".repeat(160)}"`);
    assert.doesNotMatch(text, /Fn::/);
    assert.ok(text.length < 6_144, `${text.length} characters`);
  }
});

test("rejects more sources than a role can hold", async () => {
  const sources = Array.from({ length: 51 }, (_, index) => [`s${index}`, { tables: ["a.b"] }]);
  await assert.rejects(
    platformStack(samplePlatform({}, { sources: Object.fromEntries(sources) })),
    {
      code: "SPEC_INVALID",
      message: /51 sources.*50/,
    },
  );
});

type Json = Record<string, unknown>;
