import assert from "node:assert/strict";
import { test } from "node:test";
import type { AwsPlatform } from "../../src/aws-platform.ts";
import { interfaceEndpointServices } from "../../src/infrastructure/network-endpoint-services.ts";
import { samplePlatform, samplePlatforms } from "./sample-platforms.ts";
import { flat, synthStack } from "./stack-reader.ts";

const foundation = (platform: AwsPlatform = samplePlatform()) => synthStack("foundation", platform);
const adopted = () => samplePlatforms().adopted as AwsPlatform;

test("spreads private subnets over the spec's zones, and public ones for NAT alone", async () => {
  const stack = await foundation();
  const subnets = stack
    .all("AWS::EC2::Subnet")
    .map(({ AvailabilityZone, CidrBlock }) => [AvailabilityZone, CidrBlock]);
  assert.deepEqual(subnets, [
    ["eu-central-1a", "10.60.0.0/26"],
    ["eu-central-1b", "10.60.0.64/26"],
    ["eu-central-1c", "10.60.0.128/26"],
    ["eu-central-1a", "10.60.64.0/18"],
    ["eu-central-1b", "10.60.128.0/18"],
    ["eu-central-1c", "10.60.192.0/18"],
  ]);
  assert.equal(stack.all("AWS::EC2::NatGateway").length, 1);
});

test("gives each zone its own NAT gateway where the spec wants it", async () => {
  const { "NAT per zone": platform } = samplePlatforms();
  const stack = await foundation(platform);
  assert.equal(stack.all("AWS::EC2::NatGateway").length, 3);
  const routes = stack.all("AWS::EC2::Route").flatMap(({ NatGatewayId }) => NatGatewayId ?? []);
  assert.equal(new Set(routes.map(flat)).size, 3);
});

test("opens no way to the internet without NAT, and moves no private subnet", async () => {
  const vpc = { cidr: "10.8.0.0/20" };
  const without = await foundation(samplePlatform({ vpc: { ...vpc, nat: "none" } }));
  const withNat = await foundation(samplePlatform({ vpc }));
  for (const type of ["NatGateway", "InternetGateway", "Route", "EIP"]) {
    assert.deepEqual(without.all(`AWS::EC2::${type}`), [], type);
  }
  const ranges = (stack: typeof without) =>
    stack.all("AWS::EC2::Subnet").map(({ CidrBlock }) => CidrBlock);
  assert.deepEqual(ranges(without), ["10.8.4.0/22", "10.8.8.0/22", "10.8.12.0/22"]);
  assert.deepEqual(ranges(withNat).slice(3), ranges(without));
});

test("reaches S3 by a gateway, other services by endpoints of their own", async () => {
  const stack = await foundation();
  const services = (type: string) =>
    stack
      .all("AWS::EC2::VPCEndpoint")
      .filter(({ VpcEndpointType }) => VpcEndpointType === type)
      .map(({ ServiceName }) => flat(ServiceName).replace(/^.*eu-central-1\.|"/g, ""));
  assert.match(services("Gateway").join(), /\.s3/);
  assert.deepEqual(services("Interface"), interfaceEndpointServices(samplePlatform()));
  assert.deepEqual(services("Interface"), [
    "ecr.api",
    "ecr.dkr",
    "eks-auth",
    "glue",
    "logs",
    "secretsmanager",
    "sts",
  ]);
});

test("adds the endpoints that NAT would have served, and none to an adopted VPC", () => {
  const more = interfaceEndpointServices(samplePlatform({ vpc: { nat: "none" } }));
  assert.deepEqual(more.slice(7), ["ec2", "eks", "kms", "monitoring"]);
  assert.deepEqual(interfaceEndpointServices(adopted()), []);
});

test("encrypts the lake with the key, keeps versions, and outlives the stack", async () => {
  const stack = await foundation();
  const [id, lake] = stack.named("AWS::S3::Bucket", /-lake-/);
  assert.match(flat(lake.BucketEncryption), /"KMSMasterKeyID":\{"Fn::GetAtt":\["Key.*"aws:kms"/);
  assert.deepEqual(lake.VersioningConfiguration, { Status: "Enabled" });
  assert.match(flat(lake.LoggingConfiguration), /AccessLogs.*lake\//);
  assert.deepEqual(lake.BucketName, {
    "Fn::Sub": `legopoc-lake-\${AWS::AccountId}-\${AWS::Region}`,
  });
  assert.equal(stack.deletionPolicy(id), "RetainExceptOnCreate");
});

test("keeps bucket names within 63 characters, and names no bucket that is kept for itself", async () => {
  const platform = samplePlatform({ region: "ap-southeast-1" }, { name: `a${"b".repeat(39)}` });
  const buckets = (await foundation(platform)).all("AWS::S3::Bucket");
  const named = buckets.flatMap(({ BucketName }) => (BucketName as { "Fn::Sub": string }) ?? []);
  assert.equal(named.length, 2);
  for (const name of named) {
    const text = name["Fn::Sub"]
      .replace(/\$\{AWS::AccountId\}/, "123456789012")
      .replace(/\$\{AWS::Region\}/, "ap-southeast-1");
    assert.match(text, /^[a-z0-9-]{3,63}$/);
  }
});

test("lets the image build read plugins through the endpoint, without KMS", async () => {
  const stack = await foundation();
  const [id, plugins] = stack.named("AWS::S3::Bucket", /-plugins-/);
  assert.match(flat(plugins.BucketEncryption), /AES256/);
  const anybody = stack.statements(id).filter(({ Effect, Principal }) => {
    return Effect === "Allow" && flat(Principal).includes("*");
  });
  assert.equal(anybody.length, 1);
  assert.equal(anybody[0]?.Action, "s3:GetObject");
  assert.match(flat(anybody[0]?.Resource), /\/plugins\/\*/);
  assert.match(flat(anybody[0]?.Condition), /StringEquals.*aws:SourceVpce.*S3Endpoint/);
  const [lakeId] = stack.named("AWS::S3::Bucket", /-lake-/);
  assert.ok(stack.statements(lakeId).every(({ Effect }) => Effect === "Deny"));
});

test("limits anonymous reads to an adopted VPC by its id", async () => {
  const stack = await foundation(adopted());
  const [id] = stack.named("AWS::S3::Bucket", /-plugins-/);
  assert.match(flat(stack.statements(id)), /"aws:SourceVpc":"vpc-0abc1234567890123"/);
});

test("makes no plugin bucket for a given image", async () => {
  const platform = samplePlatform({ connect: { image: "registry.example.com/connect:4" } });
  const stack = await foundation(platform);
  assert.equal(stack.all("AWS::S3::Bucket").length, 2);
  assert.equal(stack.template.Outputs?.PluginBucketName, undefined);
});

test("makes neither network nor lake bucket where they are adopted, and asks for what it needs", async () => {
  const stack = await foundation(adopted());
  for (const type of ["VPC", "Subnet", "VPCEndpoint", "NatGateway", "FlowLog"]) {
    assert.deepEqual(stack.all(`AWS::EC2::${type}`), [], type);
  }
  assert.equal(stack.all("AWS::S3::Bucket").length, 2);
  assert.equal(stack.template.Outputs?.BucketName?.Value, "company-lake");
  assert.deepEqual(Object.keys(stack.template.Parameters ?? {}).sort(), [
    "ClusterSecurityGroupId",
    "PrivateSubnetIds",
    "VpcCidr",
  ]);
});

test("asks for no subnets that the spec names", async () => {
  const { "adopted network": platform } = samplePlatforms();
  const stack = await foundation(platform);
  assert.deepEqual(Object.keys(stack.template.Parameters ?? {}), ["VpcCidr"]);
});

test("gives the Glue job a group that refers to itself", async () => {
  const stack = await foundation();
  const [rule] = stack.all("AWS::EC2::SecurityGroupIngress");
  assert.deepEqual([rule?.FromPort, rule?.ToPort, rule?.IpProtocol], [0, 65_535, "tcp"]);
  assert.deepEqual(rule?.GroupId, rule?.SourceSecurityGroupId);
});

test("lets alarms, database events and rules write to the encrypted topic", async () => {
  const stack = await foundation();
  const [topicId] = stack.named("AWS::SNS::Topic", /legopoc-alarms/);
  const [keyId] = stack.named("AWS::KMS::Key", /./);
  for (const id of [topicId, keyId]) {
    const services = flat(stack.statements(id).map(({ Principal }) => Principal));
    for (const service of ["cloudwatch", "events.rds", "events"]) {
      assert.ok(services.includes(`"${service}.amazonaws.com"`), `${service} and ${id}`);
    }
  }
});

test("subscribes the address of the spec only", async () => {
  assert.deepEqual((await foundation()).all("AWS::SNS::Subscription"), []);
  const { "without NAT": platform } = samplePlatforms();
  const [subscription] = (await foundation(platform)).all("AWS::SNS::Subscription");
  assert.deepEqual(
    [subscription?.Protocol, subscription?.Endpoint],
    ["email", "on-call@example.com"],
  );
});

test("scans images and keeps the last builds", async () => {
  const [repository] = (await foundation()).all("AWS::ECR::Repository");
  assert.deepEqual(repository?.ImageScanningConfiguration, { ScanOnPush: true });
  assert.equal(repository?.RepositoryName, "legopoc-connect");
  assert.match(flat(repository?.LifecyclePolicy), /imageCountMoreThan/);
  assert.equal(repository?.EmptyOnDelete, true);
});
