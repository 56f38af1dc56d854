import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAws } from "../../src/spec/aws-checks.ts";

const base = { name: "shop", sources: { shop: { tables: ["d.t"] } } };
const check = (aws: object, more: object = {}) =>
  checkAws({ ...base, ...more, aws: { region: "eu-central-1", ...aws } });
const paths = (...args: Parameters<typeof check>) => check(...args).map(({ path }) => path);

test("accepts a region alone, and a platform that adopts everything", () => {
  assert.deepEqual(check({}), []);
  assert.deepEqual(
    check({
      vpc: { existing: "vpc-0abc", subnets: ["subnet-0a1b", "subnet-0a1c", "subnet-0a1d"] },
      eks: { existing: "shared" },
      msk: { existing: "arn:aws:kafka:eu-central-1:123456789012:cluster/c/x" },
      rds: { existing: { shop: "shop-db" } },
    }),
    [],
  );
});

test("rejects ranges that are none, too small, or begin in their middle", () => {
  for (const cidr of ["10.0.0.0/8", "10.0.0.0/28", "300.0.0.0/16", "10.0.1.0/16"]) {
    assert.deepEqual(paths({ vpc: { cidr } }), ["aws.vpc.cidr"], cidr);
  }
});

test("rejects the whole internet as a range that reaches the Kubernetes API", () => {
  assert.deepEqual(paths({ access: { cidrs: ["203.0.113.0/24", "0.0.0.0/0"] } }), [
    "aws.access.cidrs[1]",
  ]);
});

test("rejects two zones, one zone twice, and a zone of another region", () => {
  const zones = (...letters: string[]) => letters.map((letter) => `eu-central-1${letter}`);
  assert.deepEqual(paths({ vpc: { zones: zones("a", "b") } }), ["aws.vpc.zones"]);
  assert.deepEqual(paths({ vpc: { zones: zones("a", "b", "a") } }), ["aws.vpc.zones"]);
  assert.deepEqual(paths({ vpc: { zones: [...zones("a", "b"), "eu-west-1c"] } }), [
    "aws.vpc.zones[2]",
  ]);
  assert.deepEqual(paths({ vpc: { zones: zones("b", "c", "d") } }), []);
});

test("rejects subnets without their VPC, and other than three", () => {
  assert.deepEqual(paths({ vpc: { subnets: ["subnet-0a1b"] } }), ["aws.vpc.subnets"]);
  assert.deepEqual(paths({ vpc: { existing: "vpc-0abc", subnets: ["subnet-0a1b"] } }), [
    "aws.vpc.subnets",
  ]);
});

test("rejects an adopted cluster in a network that is yet to be made", () => {
  const msk = { existing: "arn:aws:kafka:eu-central-1:123456789012:cluster/c/x" };
  assert.deepEqual(paths({ msk }), ["aws.msk.existing"]);
});

test("rejects an adopted database of a source that the spec does not have", () => {
  assert.deepEqual(paths({ rds: { existing: { shp: "shop-db" } } }), ["aws.rds.existing.shp"]);
});

test("rejects storage that would have to shrink, and brokers that three zones cannot share", () => {
  assert.deepEqual(paths({ msk: { storageGiB: 500, maxStorageGiB: 200 } }), [
    "aws.msk.maxStorageGiB",
  ]);
  assert.deepEqual(paths({}, { kafka: { brokers: 4 } }), ["kafka.brokers"]);
});
