import assert from "node:assert/strict";
import { deploy } from "../../src/driver/deploy.ts";
import { destroyScenarios } from "./destroy-scenarios.ts";
import { resumeScenarios } from "./resume-scenarios.ts";
import {
  connectorFailure,
  failThenResume,
  idOf,
  refusal,
  type Scenario,
  shortTiming,
  withTemplate,
} from "./scenario.ts";

export const scenarios: readonly Scenario[] = [
  {
    title: "deploys everything, and a second run changes nothing",
    async run({ options, charts, aws, operators }) {
      const first = await deploy(options);
      assert.deepEqual(
        first.steps.map(({ step }) => step),
        ["foundation", "data", "platform", "operator", "connect", "connectors", "lake", "verify"],
      );
      assert.equal(charts.length, 3);
      const protection = [...aws.stacks.values()].map(({ name, terminationProtection }) => [
        name,
        terminationProtection,
      ]);
      assert.deepEqual(protection, [
        ["shop-foundation", true],
        ["shop-data", true],
        ["shop-platform", true],
        ["shop-lake", false],
        ["shop-observability", false],
      ]);
      const jobs = operators.ran.length;
      const second = await deploy(options);
      const changed = second.steps.filter(
        ({ outcome, step }) => outcome === "changed" && step !== "verify",
      );
      assert.deepEqual(changed, []);
      assert.equal(charts.length, 3, "helm upgrades nothing");
      assert.equal(operators.ran.length, jobs + 1, "only the verify Job runs again");
    },
  },
  {
    title: "names the resource that failed first, and makes the rolled back stack anew",
    async run(world) {
      const { aws, options } = world;
      const id = idOf(options.files, "foundation", "AWS::ECR::Repository");
      aws.faults.failing.set(`shop-foundation/${id}`, "The repository limit is reached");
      const error = await failThenResume(
        world,
        {
          step: "foundation",
          code: "DEPLOY_FAILED",
          says: /shop-foundation is ROLLBACK_COMPLETE: AWS::ECR::Repository \S+ failed first: The repository limit/,
        },
        () => aws.faults.failing.clear(),
      );
      assert.equal(error.details.resource, id);
    },
  },
  {
    title: "goes on after the data step failed, and leaves the foundation alone",
    async run(world) {
      const { aws, options } = world;
      const id = idOf(options.files, "data", "AWS::MSK::Cluster");
      aws.faults.failing.set(`shop-data/${id}`, "no capacity");
      await failThenResume(
        world,
        { step: "data", code: "DEPLOY_FAILED", says: /AWS::MSK::Cluster .* no capacity/ },
        () => aws.faults.failing.clear(),
      );
      const executed = aws.requests.filter(
        (request) => request === "cloudformation:ExecuteChangeSet",
      );
      assert.equal(executed.length, 6, "five stacks, of which data twice");
    },
  },
  {
    title: "says how to continue where an update's rollback failed",
    async run({ options, aws }) {
      await deploy(options);
      const id = idOf(options.files, "lake", "AWS::Glue::Job");
      const files = withTemplate(options.files, "lake", (resources) => {
        const job = resources[id];
        if (job !== undefined) job.Properties.Timeout = 7;
      });
      aws.faults.failing.set(`shop-lake/${id}`, "Timeout is wrong");
      aws.faults.failingRollbacks.add("shop-lake");
      const failed = await refusal(deploy({ ...options, files }), "DEPLOY_FAILED");
      assert.match(failed.message, /UPDATE_ROLLBACK_FAILED: AWS::Glue::Job .*Timeout is wrong/);
      const again = await refusal(deploy({ ...options, files }), "DEPLOY_FAILED");
      assert.match(again.remedy ?? "", /continue-update-rollback --stack-name shop-lake/);
    },
  },
  {
    title: "refuses to replace a database, and changes nothing, until it is allowed by name",
    async run({ options, aws }) {
      await deploy(options);
      const id = idOf(options.files, "data", "AWS::RDS::DBInstance");
      const files = withTemplate(options.files, "data", (resources) => {
        const database = resources[id];
        if (database !== undefined) database.Properties.MasterUsername = "another";
      });
      const before = aws.stacks.get("shop-data")?.templateText;
      const error = await refusal(deploy({ ...options, files }), "DEPLOY_REPLACEMENT_REFUSED");
      assert.match(
        error.message,
        new RegExp(`AWS::RDS::DBInstance ${id} would be replaced because of MasterUsername`),
      );
      assert.match(error.remedy ?? "", new RegExp(`--allow-replacement ${id}`));
      assert.equal(aws.stacks.get("shop-data")?.templateText, before);
      const { steps } = await deploy({ ...options, files, only: "data", allowReplacement: [id] });
      assert.equal(steps[0]?.outcome, "changed");
      const policy = JSON.stringify(aws.stacks.get("shop-data")?.policy);
      assert.ok(policy.includes(id), "protected again afterwards");
    },
  },
  {
    title: "stops when credentials expire in the middle, and goes on with new ones",
    async run(world) {
      world.aws.faults.expireAfter(60);
      await failThenResume(
        world,
        { step: "data", code: "AWS_CREDENTIALS_EXPIRED", says: /credentials have expired/ },
        () => world.aws.faults.renew(),
      );
    },
  },
  {
    title: "does one step alone only where those before it stand",
    async run({ options, aws }) {
      const error = await refusal(deploy({ ...options, only: "data" }), "DEPLOY_INCOMPLETE");
      assert.match(error.message, /foundation: stack shop-foundation is not there/);
      assert.equal(aws.stacks.size, 0);
      await deploy({ ...options, only: "foundation" });
      const { steps } = await deploy({ ...options, only: "data" });
      assert.deepEqual(
        steps.map(({ step }) => step),
        ["data"],
      );
    },
  },
  {
    title: "tells in a dry run what it would do, and leaves nothing behind",
    async run({ options, aws, cluster }) {
      const { steps } = await deploy({ ...options, dryRun: true });
      assert.deepEqual([...aws.stacks.keys()], []);
      const [foundation, data] = steps;
      assert.ok((foundation?.changes.length ?? 0) > 20);
      assert.match(data?.notPreviewed[0] ?? "", /shop-data: it builds on shop-foundation/);
      await deploy(options);
      const requests = aws.requests.length;
      const again = await deploy({ ...options, dryRun: true });
      assert.deepEqual(
        again.steps.flatMap(({ changes }) => changes),
        [],
      );
      assert.ok(!aws.requests.slice(requests).includes("cloudformation:ExecuteChangeSet"));
      assert.ok(cluster.kubernetes.server);
    },
  },
  {
    title: "shows the log of a Job that failed, and runs it anew",
    async run(world) {
      const { operators, aws } = world;
      operators.behaviour.failingJobs = ["shop-database"];
      await failThenResume(
        world,
        { step: "connect", code: "RESOURCE_FAILED", says: /shop-database-\w+[\s\S]*backoff limit/ },
        () => {
          operators.behaviour.failingJobs = [];
        },
      );
      assert.ok(aws.state.s3.buckets.get("shop-plugins-123456789012-eu-central-1")?.size);
    },
  },
  {
    title: "says why the workers' image was not built",
    async run(world) {
      const { behaviour } = world.operators;
      behaviour.connectProblem = {
        reason: "RuntimeException",
        message: "The Kafka Connect build failed",
      };
      await failThenResume(
        world,
        { step: "connect", code: "RESOURCE_FAILED", says: /build failed/ },
        () => {
          behaviour.connectProblem = undefined;
        },
      );
    },
  },
  {
    title: "names an image that cannot be pulled",
    async run(world) {
      const { behaviour } = world.operators;
      behaviour.imageProblem = {
        reason: "ImagePullBackOff",
        message: "Back-off pulling image registry.invalid/none:1",
      };
      await failThenResume(
        world,
        {
          step: "connect",
          code: "RESOURCE_FAILED",
          says: /shop-connect-0 ImagePullBackOff: .*registry\.invalid/,
        },
        () => {
          behaviour.imageProblem = undefined;
        },
      );
    },
  },
  {
    title: "repeats what Kafka Connect says of a configuration that it refuses",
    async run(world) {
      const { behaviour } = world.operators;
      behaviour.connectorProblem =
        "PUT /connectors/shop/config returned 400 (Bad Request): Connector configuration is invalid and contains the following 1 error(s): Unable to connect";
      await failThenResume(
        world,
        { step: "connectors", code: "CONNECTOR_INVALID", says: /Unable to connect/ },
        () => {
          behaviour.connectorProblem = undefined;
        },
      );
    },
  },
  {
    title: "diagnoses a FAILED task, and restarts it when deployed again",
    async run(world) {
      const { behaviour, restarts } = world.operators;
      behaviour.taskTrace = connectorFailure;
      await failThenResume(
        world,
        { step: "connectors", code: "CONNECTOR_FAILED", says: /connector "shop" is FAILED/ },
        () => {
          behaviour.taskTrace = undefined;
        },
      );
      assert.deepEqual(restarts, ["includeTasks,onlyFailed"]);
    },
  },
  {
    title: "does not call a connector done that has stored no offset",
    async run(world) {
      await deploy(world.options);
      const { behaviour } = world.operators;
      const { offset } = behaviour;
      behaviour.offset = null;
      await failThenResume(
        world,
        { step: "connectors", code: "READY_TIMEOUT", says: /stored offset/ },
        () => {
          behaviour.offset = offset;
        },
        { only: "connectors", timing: shortTiming(world, 60) },
      );
    },
  },
  {
    title: "fails where the lake's stack fails, with connectors running",
    async run(world) {
      const { aws, options } = world;
      const id = idOf(options.files, "lake", "AWS::Glue::Job");
      aws.faults.failing.set(`shop-lake/${id}`, "GlueVersion not supported");
      await failThenResume(
        world,
        { step: "lake", code: "DEPLOY_FAILED", says: /AWS::Glue::Job .*GlueVersion not supported/ },
        () => aws.faults.failing.clear(),
      );
    },
  },
  {
    title: "does not call a row seen that the connector has not passed",
    async run(world) {
      const { behaviour } = world.operators;
      const { offset } = behaviour;
      await deploy(world.options);
      behaviour.offset = {
        gtids: "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-76",
        file: "binlog.000002",
        pos: 4710,
      };
      await failThenResume(
        world,
        {
          step: "verify",
          code: "READY_TIMEOUT",
          says: /pass the row weir-verify-1|stored offsets/,
        },
        () => {
          behaviour.offset = offset;
        },
        { only: "verify", timing: shortTiming(world, 30) },
      );
    },
  },
  ...resumeScenarios,
  ...destroyScenarios,
];
