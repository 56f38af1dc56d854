import assert from "node:assert/strict";
import { type ErrorCode, WeirError } from "@weir/core";
import type { AwsPlatform } from "../../src/aws-platform.ts";
import { type DeployOptions, deploy } from "../../src/driver/deploy.ts";
import type { StepName } from "../../src/driver/deploy-step.ts";
import { destroy } from "../../src/driver/destroy/destroy.ts";
import { rotateCdcCredentials } from "../../src/driver/rotate/rotate-cdc-credentials.ts";
import type { SynthFile } from "../../src/synth-file.ts";
import type { World } from "./deploy-world.ts";

/** A story of the driver; told in memory, and on a real API server. */
export interface Scenario {
  readonly title: string;
  readonly platform?: AwsPlatform;
  run(world: World): Promise<void>;
}

/** What is thrown, as a WeirError with this code. */
async function refusal(run: Promise<unknown>, code: ErrorCode): Promise<WeirError> {
  const error = await run.then(
    () => assert.fail(`expected ${code}, nothing was thrown`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof WeirError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
}

/** Deploys, fails in `step`, is mended, and goes on to the end. */
async function failThenResume(
  { options }: World,
  expected: { step: StepName; code: ErrorCode; says: RegExp },
  mend: () => void,
  more: Partial<DeployOptions> = {},
): Promise<WeirError> {
  const error = await refusal(deploy({ ...options, ...more }), expected.code);
  assert.equal(error.details.step, expected.step);
  assert.match(error.message, expected.says);
  assert.match(error.remedy ?? "", /to go on: weir deploy; to go back: /);
  mend();
  const { steps } = await deploy(options);
  assert.equal(steps.at(-1)?.step, "verify");
  return error;
}

/** For a wait that is meant to pass its deadline. */
function shortTiming({ options: { timing } }: World) {
  return { ...timing, deadlineFactor: (timing?.deadlineFactor ?? 1) / 10 };
}

/** The synthesis with one template changed. */
function withTemplate(
  files: readonly SynthFile[],
  stack: string,
  change: (
    resources: Record<string, { Type: string; Properties: Record<string, unknown> }>,
  ) => void,
): SynthFile[] {
  return files.map((file) => {
    if (!file.path.endsWith(`-${stack}.json`)) return file;
    const template = JSON.parse(String(file.content));
    change(template.Resources);
    return { ...file, content: JSON.stringify(template) };
  });
}

function idOf(files: readonly SynthFile[], stack: string, type: string): string {
  const file = files.find(({ path }) => path.endsWith(`-${stack}.json`));
  const { Resources } = JSON.parse(String(file?.content)) as {
    Resources: Record<string, { Type: string }>;
  };
  return Object.entries(Resources).find(([, { Type }]) => Type === type)?.[0] ?? "";
}

const connectorFailure = `org.apache.kafka.connect.errors.ConnectException: Schema Found but status is FAILURE
Caused by: com.amazonaws.services.schemaregistry.exception.AWSSchemaRegistryException: Schema Found but status is FAILURE`;

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
        ({ outcome, step }) => outcome === "changed" && !["operator", "verify"].includes(step),
      );
      assert.deepEqual(changed, []);
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
        { only: "connectors", timing: shortTiming(world) },
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
        { only: "verify", timing: shortTiming(world) },
      );
    },
  },
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
];
