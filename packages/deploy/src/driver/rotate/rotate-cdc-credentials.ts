import { setTimeout as sleep } from "node:timers/promises";
import { describeError, WeirError } from "@weir/core";
import { awsNames } from "../../aws-names.ts";
import { cdcUsers } from "../../kubernetes/database-job.ts";
import type { KubernetesObject } from "../../kubernetes-api/kubernetes.ts";
import { applyObjects } from "../apply-manifests.ts";
import type { DriverContext } from "../deploy-step.ts";
import { type DriverOptions, openContext } from "../driver-context.ts";
import { judgeKafkaConnector } from "../judge-kafka-connector.ts";
import { listOffsets } from "../list-offsets.ts";
import { runJob } from "../run-job.ts";
import { connectorRef } from "../wait-for-connector.ts";
import { waitUntil } from "../wait-until.ts";
import { addPending, finish, promote, readCredentials, readRotationState } from "./cdc-secret.ts";
import { planRotationJob } from "./rotation-job.ts";

export interface RotateOptions extends DriverOptions {
  readonly source: string;
}

export interface RotationReport {
  readonly source: string;
  /** User that the connector has now. */
  readonly username: string;
  /** User that is locked. */
  readonly retired: string;
  /** Whether an earlier run had begun it. */
  readonly resumed: boolean;
}

const jobDeadlineMs = 15 * 60_000;
const syncDeadlineMs = 5 * 60_000;
const restartDeadlineMs = 10 * 60_000;
const forceSync = "force-sync";
const restart = "strimzi.io/restart";

/**
 * Gives the connector of a source the other one of its two users with a new password, then locks the
 * one before. The old user works until the connector runs with the new one, so that nothing stops
 * half-way. Where it stands is written in the secret's staging labels: run again, it goes on.
 *
 * @throws WeirError ROTATION_FAILED with the step, and what of the Job, the secret or the connector
 */
export async function rotateCdcCredentials(options: RotateOptions): Promise<RotationReport> {
  const { source, platform } = options;
  if (!(source in platform.sources)) {
    const known = Object.keys(platform.sources).join(", ");
    throw new WeirError("USAGE", `there is no source ${source}`, { remedy: `one of ${known}` });
  }
  const { context, begin, close } = await openContext(options, {
    allowReplacement: new Set(),
    runLake: false,
  });
  begin("rotate");
  const secretId = awsNames(platform).cdcSecret(source);
  const secrets = context.aws.secretsManager;
  let doing = "reading the secret";
  try {
    let rotation = await readRotationState(secrets, secretId);
    const resumed = rotation.state !== "idle";
    if (resumed) context.report(`an earlier rotation stopped while ${rotation.state}; going on`);
    if (rotation.state === "idle") {
      doing = "storing the new credentials";
      const { username } = await readCredentials(secrets, secretId, "AWSCURRENT");
      await addPending(secrets, secretId, otherUser(username));
      rotation = await readRotationState(secrets, secretId);
    }
    if (rotation.state === "pending") {
      doing = "giving the database the new password";
      await prepareDatabase(context, source, rotation.pendingVersion);
      doing = "making the new credentials the current ones";
      await promote(secrets, secretId, rotation);
      rotation = await readRotationState(secrets, secretId);
    }
    const { username } = await readCredentials(secrets, secretId, "AWSCURRENT");
    doing = "bringing the new credentials to Kubernetes";
    await syncSecret(context, source, username);
    doing = "restarting the connector";
    await restartConnector(context, source);
    doing = "locking the user before";
    await retire(context, source, username);
    if (rotation.state === "promoted") await finish(secrets, secretId, rotation.retiringVersion);
    return { source, username, retired: otherUser(username), resumed };
  } catch (error) {
    if (
      error instanceof WeirError &&
      (error.code.startsWith("AWS_") || error.code === "INTERRUPTED")
    ) {
      throw error;
    }
    const known = error instanceof WeirError ? error : undefined;
    const goOn = "the same command again goes on here; the connector keeps the user that it has";
    throw new WeirError(
      "ROTATION_FAILED",
      `rotation of ${source} stopped while ${doing}: ${known?.message ?? describeError(error)}`,
      {
        remedy: known?.remedy === undefined ? goOn : `${known.remedy}; ${goOn}`,
        cause: known?.cause ?? error,
        details: { ...known?.details, source, doing },
      },
    );
  } finally {
    close();
  }
}

function otherUser(username: string): string {
  const other = cdcUsers.find((user) => user !== username);
  if (other !== undefined && (cdcUsers as readonly string[]).includes(username)) return other;
  throw new WeirError(
    "ROTATION_FAILED",
    `the secret's user is ${username}, expected one of ${cdcUsers.join(", ")}`,
  );
}

/** The new user, while the old one works on. Its credentials stand in a Secret of their own meanwhile. */
async function prepareDatabase(context: DriverContext, source: string, version: string) {
  const { namespace, cdcSecret } = awsNames(context.platform).kubernetes;
  const { username, password } = await readCredentials(
    context.aws.secretsManager,
    awsNames(context.platform).cdcSecret(source),
    "AWSPENDING",
  );
  const name = `${cdcSecret(source)}-next`;
  const next: KubernetesObject = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    type: "Opaque",
    stringData: { username, password },
  };
  const api = await context.kubernetes();
  await api.apply(next, { force: true });
  try {
    const plan = { secret: name, retireOtherUser: false, rotation: version };
    const { job, others } = await planRotationJob(context, source, plan);
    await applyObjects(context, others);
    await runJob(context, job, { deadlineMs: jobDeadlineMs });
  } finally {
    await api.remove({ apiVersion: "v1", kind: "Secret", namespace, name });
  }
}

/** Asks External Secrets at once, and waits until the Kubernetes Secret names the new user. */
async function syncSecret(context: DriverContext, source: string, username: string): Promise<void> {
  const { namespace, cdcSecret } = awsNames(context.platform).kubernetes;
  const name = cdcSecret(source);
  const api = await context.kubernetes();
  const external = {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    namespace,
    name,
  };
  await api.annotate(external, { [forceSync]: String(Date.now()) });
  await waitUntil(
    async () => {
      const secret = await api.read({ apiVersion: "v1", kind: "Secret", namespace, name });
      const data = (secret?.data ?? {}) as Record<string, string>;
      const now = Buffer.from(data.username ?? "", "base64").toString("utf8");
      return now === username ? true : undefined;
    },
    {
      what: `Secret ${name} to name the user ${username}`,
      deadlineMs: syncDeadlineMs,
      timing: context.timing,
      signal: context.signal,
      remedy: `kubectl describe externalsecret ${name} -n ${namespace}`,
    },
  );
  context.report(`Secret ${name} names ${username}`);
}

/** Restarts connector and tasks: a config provider's values are read when a task starts. */
async function restartConnector(context: DriverContext, source: string): Promise<void> {
  const { timing, signal } = context;
  const ref = connectorRef(context, source);
  const api = await context.kubernetes();
  await api.annotate(ref, { [restart]: "includeTasks" });
  let why = "its operator has not restarted it yet";
  await waitUntil(
    async () => {
      const object = await api.read(ref);
      // The operator takes the annotation off once Kafka Connect has accepted the restart.
      if (object?.metadata.annotations?.[restart] !== undefined) return undefined;
      const verdict = judgeKafkaConnector(object);
      if (verdict.state === "running") return true;
      why = verdict.why;
      return undefined;
    },
    {
      what: `connector ${ref.name} to be RUNNING again`,
      deadlineMs: restartDeadlineMs,
      timing,
      signal,
      seen: () => why,
    },
  );
  // A task that cannot log in fails some seconds after its start, and the status is as old as the last
  // reconciliation: after a while, asking for the offsets makes a new one.
  await sleep(timing.staleMs / 6, undefined, signal ? { signal } : {});
  await listOffsets(context, ref, { deadlineMs: restartDeadlineMs });
  const verdict = judgeKafkaConnector(await api.read(ref));
  if (verdict.state !== "running") {
    throw new WeirError(
      "CONNECTOR_FAILED",
      `connector "${ref.name}" did not come back: ${verdict.why}`,
      {
        remedy: `see the trace with "weir describe connector ${source}"`,
      },
    );
  }
  context.report(`connector ${ref.name} is RUNNING with the new user`);
}

async function retire(context: DriverContext, source: string, username: string): Promise<void> {
  const secret = awsNames(context.platform).kubernetes.cdcSecret(source);
  const rotation = `retire-${username}-${Date.now()}`;
  const plan = { secret, retireOtherUser: true, rotation };
  const { job } = await planRotationJob(context, source, plan);
  await runJob(context, job, { deadlineMs: jobDeadlineMs });
  context.report(`user ${otherUser(username)} is locked`);
}
