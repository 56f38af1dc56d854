import assert from "node:assert/strict";
import { WeirError } from "@weir/core";
import { deploy } from "../../src/driver/deploy.ts";
import { failThenResume, idOf, refusal, type Scenario, withTemplate } from "./scenario.ts";

const padding = "x".repeat(52_000);

/** Of what an earlier run, another run or helm left behind. */
export const resumeScenarios: readonly Scenario[] = [
  {
    title: "goes on after the platform step failed, with Kafka and databases left alone",
    async run(world) {
      const { aws, options } = world;
      const id = idOf(options.files, "platform", "AWS::EKS::Cluster");
      aws.faults.failing.set(`shop-platform/${id}`, "no capacity in eu-central-1a");
      const data = () => aws.stacks.get("shop-data")?.events.length;
      let before: number | undefined;
      await failThenResume(
        world,
        { step: "platform", code: "DEPLOY_FAILED", says: /AWS::EKS::Cluster .* no capacity/ },
        () => {
          before = data();
          aws.faults.failing.clear();
        },
      );
      assert.equal(data(), before);
    },
  },
  {
    title: "upgrades again the chart whose upgrade failed, and only that one",
    async run(world) {
      const { options, helm, releases, charts } = world;
      const fail = async (...[target, chart, wish]: Parameters<typeof helm.upgrade>) => {
        await helm.upgrade(target, chart, wish);
        if (chart.release !== "external-secrets") return;
        const release = releases.get(chart.release);
        assert.ok(release);
        releases.set(chart.release, { ...release, status: "failed" });
        throw new WeirError("HELM_FAILED", "helm upgrade of external-secrets did not end in time");
      };
      const error = await refusal(
        deploy({ ...options, helm: { ...helm, upgrade: fail } }),
        "HELM_FAILED",
      );
      assert.equal(error.details.step, "operator");
      assert.match(error.remedy ?? "", /to go on: weir deploy; to go back: helm uninstall/);
      charts.splice(0);
      const { steps } = await deploy(options);
      const operator = steps.find(({ step }) => step === "operator");
      assert.deepEqual(
        operator?.changes.map(({ action, name }) => `${action} ${name}`),
        ["update external-secrets", "create strimzi"],
      );
      assert.deepEqual(
        charts.map((each) => each.split(" ")[0]),
        ["external-secrets", "strimzi"],
      );
    },
  },
  {
    title: "waits for a stack that another run is making, and takes it as it is then",
    async run({ options, clients, aws, events }) {
      await deploy({ ...options, only: "foundation" });
      const file = options.files.find(({ path }) => path.endsWith("-data.json"));
      const request = { stackName: "shop-data", changeSetName: "other" };
      await clients.cloudFormation.createChangeSet({
        ...request,
        type: "CREATE",
        template: { body: JSON.stringify(JSON.parse(String(file?.content))) },
        parameters: {},
        tags: {},
        clientToken: "other",
      });
      await clients.cloudFormation.describeChangeSet(request.stackName, request.changeSetName);
      await clients.cloudFormation.describeChangeSet(request.stackName, request.changeSetName);
      await clients.cloudFormation.executeChangeSet(request.stackName, "other", "other");
      await clients.cloudFormation.describeStack(request.stackName);
      assert.equal(aws.stacks.get("shop-data")?.status, "CREATE_IN_PROGRESS");
      const { steps } = await deploy({ ...options, only: "data" });
      assert.equal(steps[0]?.outcome, "unchanged");
      const said = events.map(({ detail }) => detail).join("\n");
      assert.match(said, /stack shop-data is CREATE_IN_PROGRESS; waiting for its end/);
      assert.equal(aws.stacks.get("shop-data")?.terminationProtection, true);
    },
  },
  {
    title: "makes a stack anew that another run is just deleting",
    async run({ options, clients, aws }) {
      await deploy({ ...options, only: "foundation" });
      await deploy({ ...options, only: "data" });
      const first = aws.stacks.get("shop-data")?.id;
      aws.state.glue.registries.clear();
      for (const instance of aws.state.rds.instances.values()) instance.DeletionProtection = false;
      await clients.cloudFormation.setTerminationProtection("shop-data", false);
      await clients.cloudFormation.deleteStack("shop-data", "other");
      await clients.cloudFormation.describeStack("shop-data");
      assert.equal(aws.stacks.get("shop-data")?.status, "DELETE_IN_PROGRESS");
      const { steps } = await deploy({ ...options, only: "foundation" });
      assert.equal(steps[0]?.outcome, "unchanged");
      aws.state.glue.registries.clear();
      await deploy({ ...options, only: "data" });
      assert.notEqual(aws.stacks.get("shop-data")?.id, first);
      assert.equal(aws.stacks.get("shop-data")?.status, "CREATE_COMPLETE");
    },
  },
  {
    title: "brings a template that is too large for a request through the bucket",
    async run({ options, aws }) {
      const grown = (stack: string) =>
        withTemplate(options.files, stack, (resources) => {
          resources.Padding = { Type: "AWS::SSM::Parameter", Properties: { Value: padding } };
        });
      const error = await refusal(
        deploy({ ...options, files: grown("foundation"), only: "foundation" }),
        "DEPLOY_FAILED",
      );
      assert.match(error.message, /has \d+ bytes, and without a bucket CloudFormation takes 51200/);
      assert.match(error.remedy ?? "", /aws\.bucket\.existing/);
      await deploy({ ...options, only: "foundation" });
      const files = grown("data");
      const first = await deploy({ ...options, files, only: "data" });
      assert.equal(first.steps[0]?.outcome, "changed");
      const bucket = aws.state.s3.buckets.get("shop-lake-123456789012-eu-central-1");
      const keys = () => [...(bucket?.keys() ?? [])].filter((key) => key.includes("shop-data"));
      assert.match(keys().join(), /^cloudformation\/shop-data\/[0-9a-f]{64}\.json$/);
      const again = await deploy({ ...options, files, only: "data" });
      assert.equal(again.steps[0]?.outcome, "unchanged");
      assert.equal(keys().length, 1);
    },
  },
];
