import { WeirError } from "@weir/core";
import { awsNames } from "../aws-names.ts";
import type { KubernetesObject, ObjectRef } from "../kubernetes-api/kubernetes.ts";
import type { DriverContext } from "./deploy-step.ts";
import { type ConnectorVerdict, judgeKafkaConnector } from "./judge-kafka-connector.ts";
import { hasStoredOffset, listOffsets } from "./list-offsets.ts";
import { waitUntil } from "./wait-until.ts";

type Context = Pick<DriverContext, "kubernetes" | "platform" | "report" | "signal" | "timing">;

const offsetsDeadlineMs = 5 * 60_000;

/** The KafkaConnector of a source. */
export function connectorRef({ platform }: Pick<Context, "platform">, source: string): ObjectRef {
  const { namespace, kafkaConnector } = awsNames(platform).kubernetes;
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaConnector",
    namespace,
    name: kafkaConnector(source),
  };
}

export interface ConnectorWait {
  readonly deadlineMs: number;
  /** How it stood before this run; see waitForKafkaConnect. */
  readonly before: KubernetesObject | undefined;
}

/**
 * Waits until connector and tasks are RUNNING and an offset is stored.
 *
 * @throws WeirError CONNECTOR_INVALID with what Kafka Connect said of each property, CONNECTOR_FAILED
 *   with the diagnosis of the trace, READY_TIMEOUT
 */
export async function waitForConnector(
  context: Context,
  source: string,
  { deadlineMs, before }: ConnectorWait,
): Promise<void> {
  const { timing, signal, report } = context;
  const ref = connectorRef(context, source);
  const api = await context.kubernetes();
  const startedMs = performance.now();
  const oldVerdict = judgeKafkaConnector(before);
  let seen = "";
  await waitUntil(
    async () => {
      const verdict = judgeKafkaConnector(await api.read(ref));
      if (verdict.state === "running") return true;
      if (verdict.why !== seen) report(`${ref.name}: ${verdict.why}`);
      seen = verdict.why;
      const same = oldVerdict.state === verdict.state && oldVerdict.why === verdict.why;
      const stale = same && performance.now() - startedMs < timing.staleMs;
      if (!stale) throwIfFinal(ref.name, verdict);
      return undefined;
    },
    { what: `connector ${ref.name} to be RUNNING`, deadlineMs, timing, signal, seen: () => seen },
  );
  report(`${ref.name}: RUNNING; looking for its first stored offset`);
  await waitUntil(
    async () => {
      const offsets = await listOffsets(context, ref, { deadlineMs: offsetsDeadlineMs });
      if (hasStoredOffset(offsets)) return true;
      throwIfFinal(ref.name, judgeKafkaConnector(await api.read(ref)));
      return undefined;
    },
    {
      what: `the first stored offset of ${ref.name}`,
      deadlineMs,
      timing,
      signal,
      remedy: "a source without rows stores one with its first heartbeat; see the workers' log",
    },
  );
}

function throwIfFinal(name: string, verdict: ConnectorVerdict): void {
  if (verdict.state === "invalid") {
    throw new WeirError(
      "CONNECTOR_INVALID",
      `Kafka Connect refuses connector "${name}": ${verdict.why}`,
      {
        remedy: "correct the properties that it names in the spec, then deploy again",
        details: { connector: name, why: verdict.why },
      },
    );
  }
  // Strimzi's autoRestart tries the others again.
  if (verdict.state === "failed" && verdict.diagnosis.restartPolicy === "never") {
    const { diagnosis } = verdict;
    throw new WeirError("CONNECTOR_FAILED", `connector "${name}" is FAILED: ${verdict.why}`, {
      remedy: diagnosis.remedy,
      details: { connector: name, diagnosis },
    });
  }
}
