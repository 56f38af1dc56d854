import { describeError, WeirError } from "@weir/core";
import { awsNames } from "../aws-names.ts";
import { explainObject } from "../kubernetes-api/explain-object.ts";
import type { Kubernetes, KubernetesObject, ObjectRef } from "../kubernetes-api/kubernetes.ts";
import type { DriverContext } from "./deploy-step.ts";
import { imageTrouble, judgeKafkaConnect } from "./judge-kafka-connect.ts";
import { waitUntil } from "./wait-until.ts";

type Context = Pick<DriverContext, "kubernetes" | "platform" | "report" | "signal" | "timing">;

/** Labels of the worker pods. https://strimzi.io/docs/operators/latest/deploying#con-labels-str */
function workerLabels(ref: ObjectRef): Record<string, string> {
  return { "strimzi.io/kind": "KafkaConnect", "strimzi.io/cluster": ref.name };
}

/** Build pod, its log, and what images are waited for: what explains workers that do not come. */
async function explain(api: Kubernetes, ref: ObjectRef, object: KubernetesObject | undefined) {
  const { namespace = "" } = ref;
  const lines = await explainObject(api, ref, object);
  try {
    const labels = { "strimzi.io/name": `${ref.name}-connect-build` };
    const log = await api.podLog({ namespace, labels, tailLines: 30 });
    if (log !== "") lines.push("log of the image build:", log.trimEnd());
  } catch (error) {
    lines.push(`the build's log could not be read: ${describeError(error)}`);
  }
  return lines;
}

/**
 * Waits until the workers are Ready for the present spec.
 *
 * @param before how it stood before this run: a failure that stood there already counts only once
 *   its operator had time to try again
 * @throws WeirError RESOURCE_FAILED where Strimzi refuses the spec, the build failed or an image cannot
 *   be pulled; RESOURCE_TIMEOUT; both with conditions, events and logs
 */
export async function waitForKafkaConnect(
  context: Context,
  before: KubernetesObject | undefined,
  { deadlineMs }: { readonly deadlineMs: number },
): Promise<KubernetesObject> {
  const { namespace, kafkaConnect } = awsNames(context.platform).kubernetes;
  const ref = {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaConnect",
    namespace,
    name: kafkaConnect,
  };
  const api = await context.kubernetes();
  const { timing, signal, report } = context;
  const startedMs = performance.now();
  const oldFailure = whyFailed(before);
  let troubleSinceMs: number | undefined;
  let why = "";
  let object: KubernetesObject | undefined;

  const fail = async (code: "RESOURCE_FAILED" | "RESOURCE_TIMEOUT", remedy: string) => {
    const explanation = await explain(api, ref, object);
    return new WeirError(
      code,
      [
        `KafkaConnect ${kafkaConnect} in namespace ${namespace} is not Ready: ${why}`,
        ...explanation,
      ].join("\n"),
      { remedy, details: { ref, why } },
    );
  };

  try {
    return await waitUntil(
      async () => {
        object = await api.read(ref);
        const verdict = judgeKafkaConnect(object);
        if (verdict.state === "ready") return object;
        const trouble = imageTrouble(
          await api.list(
            { apiVersion: "v1", kind: "Pod" },
            { namespace, labels: workerLabels(ref) },
          ),
        );
        const now =
          trouble === undefined
            ? verdict.why
            : `${trouble.pod} ${trouble.reason}: ${trouble.message}`;
        if (now !== why) report(now);
        why = now;
        const ageMs = performance.now() - startedMs;
        if (trouble !== undefined) {
          troubleSinceMs ??= performance.now();
          // A pod of the spec before may still hang there while its operator replaces it.
          if (performance.now() - troubleSinceMs >= timing.staleMs) {
            throw await fail(
              "RESOURCE_FAILED",
              "correct aws.connect.image, or the nodes' right to pull it, then deploy again",
            );
          }
          return undefined;
        }
        troubleSinceMs = undefined;
        const stale = verdict.why === oldFailure && ageMs < timing.staleMs;
        if (verdict.state === "failed" && !stale) {
          throw await fail("RESOURCE_FAILED", "mend what the reason names, then deploy again");
        }
        return undefined;
      },
      {
        what: `KafkaConnect ${kafkaConnect} to be Ready`,
        deadlineMs,
        timing,
        signal,
        seen: () => why,
      },
    );
  } catch (error) {
    if (!(error instanceof WeirError) || error.code !== "READY_TIMEOUT") throw error;
    throw await fail("RESOURCE_TIMEOUT", "run weir deploy again to wait on");
  }
}

function whyFailed(object: KubernetesObject | undefined): string | undefined {
  const verdict = judgeKafkaConnect(object);
  return verdict.state === "failed" ? verdict.why : undefined;
}
