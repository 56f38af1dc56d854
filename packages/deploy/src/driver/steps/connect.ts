import { awsNames } from "../../aws-names.ts";
import { type KubernetesObject, refOf } from "../../kubernetes-api/kubernetes.ts";
import { judgeReady } from "../../kubernetes-api/verdicts.ts";
import { waitFor } from "../../kubernetes-api/wait-for.ts";
import { applyObjects, previewObjects } from "../apply-manifests.ts";
import type { DeployStep, DriverContext, StepChange } from "../deploy-step.ts";
import { judgeKafkaConnect } from "../judge-kafka-connect.ts";
import { readManifests } from "../manifests.ts";
import { createPushSecret } from "../push-secret.ts";
import { runJob } from "../run-job.ts";
import { planPluginUploads, uploadPlugins } from "../upload-plugins.ts";
import { waitForKafkaConnect } from "../wait-for-kafka-connect.ts";

// The image build takes 3 to 10 minutes, three workers that roll one by one some more.
const deadlineMs = 60 * 60_000;
const secretsDeadlineMs = 5 * 60_000;
const jobDeadlineMs = 15 * 60_000;

export const connectStep: DeployStep = {
  name: "connect",
  needs: ["platform", "operator"],
  summary: "secrets, database and topics prepared, Kafka Connect workers Ready",
  deadlineMs,
  back: "weir destroy, or kubectl delete kafkaconnect",
  async run(context) {
    const { kubernetes, platform } = context;
    const changes: StepChange[] = [];
    const apply = async (...numbers: number[]) => {
      changes.push(...(await applyObjects(context, await readManifests(context, ...numbers))));
    };
    await apply(0);
    const secrets = await readManifests(context, 10);
    changes.push(...(await applyObjects(context, secrets)));
    await waitForSecrets(context, secrets);

    // In their order: the databases first, for the topics' Job needs nothing of them.
    for (const object of await readManifests(context, 20, 25)) {
      const one =
        object.kind === "Job"
          ? runJob(context, object, jobOptions)
          : applyObjects(context, [object]);
      changes.push(...(await one));
    }
    await apply(30, 35);

    const workers = await readManifests(context, 40);
    const wanted = workers.find(({ kind }) => kind === "KafkaConnect");
    if (wanted !== undefined) await prepareBuild(context, wanted);
    const api = await kubernetes();
    const before = wanted === undefined ? undefined : await api.read(refOf(wanted));
    changes.push(...(await applyObjects(context, workers)));
    await waitForKafkaConnect(context, before, { deadlineMs });
    return { changes, detail: `${platform.connect.workers} workers Ready` };
  },
  async preview(context) {
    return previewObjects(context, await readManifests(context, 0, 10, 20, 25, 30, 35, 40));
  },
  async check(context) {
    const { namespace, kafkaConnect: name } = awsNames(context.platform).kubernetes;
    const api = await context.kubernetes();
    const kind = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnect" };
    const verdict = judgeKafkaConnect(await api.read({ ...kind, namespace, name }));
    if (verdict.state === "ready") return { missing: [] };
    return { missing: [`KafkaConnect ${name} is not Ready: ${verdict.why}`] };
  },
};

const jobOptions = {
  deadlineMs: jobDeadlineMs,
  remedy: "mend what the log names, then deploy again: the Job runs anew",
};

/** The plugin where the build fetches it, and a fresh login where it pushes the image. */
async function prepareBuild(context: DriverContext, kafkaConnect: KubernetesObject): Promise<void> {
  const { build } = (kafkaConnect.spec ?? {}) as { build?: unknown };
  if (build === undefined) return;
  const { files, platform, aws, report } = context;
  await uploadPlugins(context, planPluginUploads(kafkaConnect, files.under("plugins")));
  const api = await context.kubernetes();
  // The token differs each time: an old one of another field manager is taken over.
  await api.apply(await createPushSecret(platform, aws), { force: true });
  report("the login of the image build is fresh");
}

async function waitForSecrets(
  { kubernetes, report, signal, timing }: DriverContext,
  objects: readonly KubernetesObject[],
): Promise<void> {
  const api = await kubernetes();
  for (const object of objects.filter(
    ({ kind }) => /^(External|Cluster)?Secret(Store)?$/.test(kind) && kind !== "Secret",
  )) {
    const ref = refOf(object);
    await waitFor(api, ref, judgeReady, {
      deadlineMs: secretsDeadlineMs * timing.deadlineFactor,
      pollMs: timing.pollMs,
      describe: `${object.kind} ${ref.name} to be Ready`,
      report: (why) => report(`${object.kind} ${ref.name}: ${why}`),
      remedy:
        "look at Secrets Manager and at the Pod Identity of External Secrets, then deploy again",
      ...(signal === undefined ? {} : { signal }),
    });
  }
}
