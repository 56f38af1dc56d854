import assert from "node:assert/strict";
import { WeirError } from "@weir/core";
import { deploy } from "../../src/driver/deploy.ts";
import { destroy } from "../../src/driver/destroy/destroy.ts";
import { rotateCdcCredentials } from "../../src/driver/rotate/rotate-cdc-credentials.ts";
import { adopt, adopting, mskArn } from "./adopted-parts.ts";
import { connectorFailure, idOf, refusal, type Scenario, shortTiming } from "./scenario.ts";

/** Of what goes: deployments taken down, and credentials. */
export const destroyScenarios: readonly Scenario[] = [
  {
    title: "destroys in reverse, and keeps bucket, key, schema registry and a last snapshot",
    async run({ options, aws, cluster }) {
      await deploy(options);
      const wrong = destroy({ ...options, confirmedName: "other" });
      await refusal(wrong, "DESTROY_NOT_CONFIRMED");
      assert.equal(aws.stacks.size, 5);
      aws.state.ecr.images.set("shop-connect", ["sha256:1", "sha256:2"]);
      const { destroyed, kept } = await destroy({ ...options, confirmedName: "shop" });
      assert.deepEqual(destroyed, [
        "shop-observability",
        "shop-lake",
        "shop-platform",
        "shop-data",
        "shop-foundation",
      ]);
      assert.equal(aws.stacks.size, 0);
      assert.equal(aws.state.rds.instances.size, 0);
      assert.equal(aws.state.rds.snapshots.size, 1);
      assert.ok(aws.state.s3.buckets.has("shop-lake-123456789012-eu-central-1"));
      assert.ok(!aws.state.s3.buckets.has("shop-plugins-123456789012-eu-central-1"));
      assert.ok(aws.state.glue.registries.has("shop"));
      const what = kept.map((each) => each.what.replace(/\S+$/, "").trim());
      assert.ok(what.includes("RDS snapshot"), what.join());
      assert.ok(what.includes("AWS::S3::Bucket") && what.includes("AWS::KMS::Key"), what.join());
      const connectors = await cluster.kubernetes.list({
        apiVersion: "kafka.strimzi.io/v1",
        kind: "KafkaConnector",
      });
      assert.deepEqual(connectors, []);
    },
  },
  {
    title: "destroys the data too when asked, and goes on after a deletion failed",
    async run({ options, aws }) {
      await deploy(options);
      const id = idOf(options.files, "platform", "AWS::EKS::Cluster");
      aws.faults.failing.set(`shop-platform/${id}`, "Cluster has nodegroups attached");
      const asked = { ...options, confirmedName: "shop", withData: true };
      const error = await refusal(destroy(asked), "DEPLOY_FAILED");
      assert.match(error.message, /DELETE_FAILED: AWS::EKS::Cluster .*nodegroups attached/);
      assert.deepEqual(error.details.destroyed, ["shop-observability", "shop-lake"]);
      aws.faults.failing.clear();
      const { destroyed, kept } = await destroy(asked);
      assert.deepEqual(destroyed, ["shop-platform", "shop-data", "shop-foundation"]);
      assert.equal(aws.state.rds.snapshots.size, 0);
      assert.deepEqual([...aws.state.s3.buckets.keys()], []);
      assert.deepEqual([...aws.state.glue.registries], []);
      assert.deepEqual(
        kept.map(({ what }) => what.split(" ")[0]),
        ["AWS::KMS::Key"],
      );
    },
  },
  {
    title:
      "goes on where an interrupted destroy's deletion ended meanwhile, and finds its snapshot",
    async run({ options, aws }) {
      await deploy(options);
      aws.state.rds.snapshots.set("mine", { instance: "shop-shop", takenAt: new Date(0) });
      const stop = new AbortController();
      const interrupted = destroy({
        ...options,
        confirmedName: "shop",
        signal: stop.signal,
        report: ({ step, detail }) => {
          if (step === "data" && /DELETE_IN_PROGRESS/.test(detail ?? "")) stop.abort();
        },
      });
      await refusal(interrupted, "INTERRUPTED");
      assert.equal(aws.stacks.get("shop-data")?.status, "DELETE_IN_PROGRESS");
      const { destroyed, kept } = await destroy({ ...options, confirmedName: "shop" });
      assert.deepEqual(destroyed, ["shop-data", "shop-foundation"]);
      const snapshots = kept.filter(({ what }) => what.startsWith("RDS snapshot"));
      assert.deepEqual(
        snapshots.map(({ why }) => why),
        ["last state of shop-shop"],
      );
      assert.equal(aws.state.rds.snapshots.size, 2, "the user's own stays");
    },
  },
  {
    title: "misses helm before anything goes",
    async run({ options, helm, aws, cluster }) {
      await deploy(options);
      const version = async () => {
        throw new WeirError("PREREQUISITE_MISSING", "helm is not on the PATH");
      };
      const asked = { ...options, helm: { ...helm, version }, confirmedName: "shop" };
      await refusal(destroy(asked), "PREREQUISITE_MISSING");
      const kind = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnector" };
      assert.equal((await cluster.kubernetes.list(kind)).length, 1);
      assert.equal(aws.stacks.size, 5);
    },
  },
  {
    title: "rotates to the other user, and locks the one before only when the connector runs",
    async run(world) {
      const { options, aws, operators, kubernetes, events } = world;
      await deploy(options);
      const secret = () => aws.state.secrets.get("weir/shop/shop/cdc");
      const current = () => secret()?.values.get(secret()?.stages.get("AWSCURRENT") ?? "") ?? "";
      const old = JSON.parse(current());
      operators.behaviour.failingJobs = ["shop-rotate"];
      const error = await refusal(
        rotateCdcCredentials({ ...options, source: "shop" }),
        "ROTATION_FAILED",
      );
      assert.match(error.message, /while giving the database the new password/);
      assert.equal(JSON.parse(current()).username, old.username, "the old user stays in use");
      operators.behaviour.failingJobs = [];
      operators.behaviour.taskTrace = connectorFailure;
      const timing = shortTiming(world);
      const stopped = await refusal(
        rotateCdcCredentials({ ...options, timing, source: "shop" }),
        "ROTATION_FAILED",
      );
      assert.match(stopped.message, /while restarting the connector/);
      assert.ok(!JSON.stringify(operators.ran).includes('"RETIRE_OTHER_USER","value":"true"'));
      operators.behaviour.taskTrace = undefined;
      const report = await rotateCdcCredentials({ ...options, source: "shop" });
      assert.deepEqual(report, {
        source: "shop",
        username: "weir_cdc_b",
        retired: "weir_cdc_a",
        resumed: true,
      });
      const now = JSON.parse(current());
      assert.equal(now.username, "weir_cdc_b");
      assert.notEqual(now.password, old.password);
      assert.deepEqual(operators.restarts, ["includeTasks", "includeTasks"]);
      const last = JSON.stringify(operators.ran.at(-1)?.spec);
      assert.match(last, /"RETIRE_OTHER_USER","value":"true"/);
      const next = await kubernetes.read({
        apiVersion: "v1",
        kind: "Secret",
        namespace: "weir-shop",
        name: "shop-cdc-next",
      });
      assert.equal(next, undefined, "the second copy of the password is gone");
      const said = JSON.stringify(events) + JSON.stringify(report);
      assert.ok(!said.includes(now.password) && !said.includes(old.password));
      const back = await rotateCdcCredentials({ ...options, source: "shop" });
      assert.deepEqual([back.username, back.resumed], ["weir_cdc_a", false]);
    },
  },
  {
    title: "deploys beside adopted parts, and destroys without touching them",
    platform: adopting,
    async run({ options, aws }) {
      adopt(aws);
      aws.state.eks.clusters.set("old", { ...aws.state.eks.clusters.get("old") });
      await deploy(options);
      const parameters = { ...aws.stacks.get("shop-foundation")?.parameters };
      assert.equal(parameters.VpcCidr, "10.1.0.0/16");
      assert.equal(parameters.PrivateSubnetIds, "subnet-privatea,subnet-privateb,subnet-privatec");
      const { kept } = await destroy({ ...options, confirmedName: "shop", withData: true });
      assert.ok(aws.state.eks.clusters.has("old") && aws.state.kafka.clusters.has(mskArn));
      assert.ok(aws.state.rds.instances.has("old") && aws.state.s3.buckets.has("old-lake"));
      assert.ok(aws.state.glue.registries.has("shop"));
      assert.ok(kept.some(({ what }) => what === "Helm release strimzi"));
    },
  },
];
