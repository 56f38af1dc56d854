import assert from "node:assert/strict";
import { test } from "node:test";
import { planAwsChanges, warnOfChanges } from "../../src/plan/plan-changes.ts";
import type { InfrastructureTemplates } from "../../src/plan/template.ts";
import { templates, withoutResource, withProperty } from "./plan-fixture.ts";

const data = "legopoc-data";
const foundation = "legopoc-foundation";

/** Action, name and properties of what changes from `deployed` to `wanted`. */
function changesOf(wanted: InfrastructureTemplates, deployed: InfrastructureTemplates) {
  return planAwsChanges(wanted, deployed).map(({ action, name, properties }) =>
    [action, name, ...properties].join(" "),
  );
}

function codesOf(wanted: InfrastructureTemplates, deployed: InfrastructureTemplates) {
  const changes = planAwsChanges(wanted, deployed);
  return warnOfChanges(changes, wanted, deployed).map(({ code }) => code);
}

test("finds nothing to change where the same is deployed, whatever the order of keys", () => {
  const reversed = JSON.parse(JSON.stringify(templates), (_, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  );
  assert.deepEqual(changesOf(templates, reversed), []);
  assert.deepEqual(codesOf(templates, reversed), []);
});

test("creates a stack that is not there, and only it", () => {
  const { [data]: _, ...rest } = templates;
  const changes = planAwsChanges(templates, rest);
  assert.deepEqual([...new Set(changes.map(({ where }) => where))], [data]);
  assert.ok(changes.every(({ action }) => action === "create"));
});

test("updates what changes in place", () => {
  const deployed = withProperty(data, "Database", "BackupRetentionPeriod", 3);
  assert.deepEqual(
    changesOf(templates, withProperty("legopoc-platform", "Cluster", "Version", "1.35")),
    ["update Cluster Version"],
  );
  // The provider decides by the value: from 0 it replaces.
  assert.deepEqual(changesOf(templates, deployed), ["may-replace Database BackupRetentionPeriod"]);
});

test("replaces a database for its identifier and warns of the data", () => {
  const deployed = withProperty(data, "Database", "DBInstanceIdentifier", "old");
  assert.deepEqual(changesOf(templates, deployed), ["replace Database DBInstanceIdentifier"]);
  assert.deepEqual(codesOf(templates, deployed), ["DATA_REPLACED_OR_DESTROYED"]);
});

test("replaces brokers for their subnets, and not for their type", () => {
  const group = { ClientSubnets: [], InstanceType: "kafka.m7g.xlarge" };
  const size = { StorageInfo: { EBSStorageInfo: { VolumeSize: 100 } } };
  const subnets = withProperty(data, "Kafka", "BrokerNodeGroupInfo", { ...group, ...size });
  assert.deepEqual(changesOf(templates, subnets), ["replace Kafka BrokerNodeGroupInfo"]);
  const resources = templates[data]?.Resources as Record<string, { Properties: object }>;
  const own = Reflect.get(resources.Kafka?.Properties ?? {}, "BrokerNodeGroupInfo");
  const type = withProperty(data, "Kafka", "BrokerNodeGroupInfo", {
    ...own,
    InstanceType: "kafka.m5.large",
  });
  assert.deepEqual(changesOf(templates, type), ["update Kafka BrokerNodeGroupInfo"]);
  assert.deepEqual(codesOf(templates, type), []);
});

test("replaces what is bound to a replaced resource, however far", () => {
  const deployed = withProperty(foundation, "Vpc", "CidrBlock", "10.0.0.0/16");
  assert.deepEqual(changesOf(templates, deployed), [
    "replace Vpc CidrBlock",
    "replace PrivateA VpcId",
    "replace Nat SubnetId",
    "replace GlueEndpoint VpcId",
    "replace S3Endpoint VpcId",
  ]);
});

test("says that it does not know for a type without a table", () => {
  const with_ = (value: string) => ({
    s: { Resources: { R: { Type: "AWS::New::Thing", Properties: { P: value } } } },
  });
  assert.deepEqual(changesOf(with_("a"), with_("b")), ["may-replace R P"]);
});

test("destroys what the templates no longer have, and says what keeps the data", () => {
  const wanted = withoutResource(data, "Database");
  const [change] = planAwsChanges(wanted, templates);
  assert.equal(change?.action, "destroy");
  assert.match(change?.note ?? "", /DeletionPolicy Snapshot/);
  assert.deepEqual(codesOf(wanted, templates), ["DATA_REPLACED_OR_DESTROYED"]);
  assert.deepEqual(codesOf(withoutResource("legopoc-observability", "Lag"), templates), []);
});

test("warns of storage that would have to shrink", () => {
  const deployed = withProperty(data, "Database", "AllocatedStorage", "200");
  assert.deepEqual(codesOf(templates, deployed), ["SHRINK_REFUSED"]);
  assert.deepEqual(
    codesOf(withProperty(data, "Database", "AllocatedStorage", "300"), templates),
    [],
  );
});

test("shows everything as new, and why, where nothing can be read", () => {
  const deployed = { unreachable: "no credentials" };
  const changes = planAwsChanges(templates, deployed);
  assert.ok(changes.length > 20);
  assert.ok(
    changes.every(({ action, comparedWith }) => action === "create" && comparedWith === null),
  );
  const [warning] = warnOfChanges(changes, templates, deployed);
  assert.equal(warning?.code, "DEPLOYED_UNREACHABLE");
  assert.match(warning?.message ?? "", /no credentials/);
});
