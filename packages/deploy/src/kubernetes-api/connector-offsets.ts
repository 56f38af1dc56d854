import type { ConnectorOffsets } from "@weir/connect";
import { WeirError } from "@weir/core";
import { conditionsOf, describeRef, type Kubernetes, type ObjectRef } from "./kubernetes.ts";
import { type WaitForOptions, waitFor } from "./wait-for.ts";

const offsetsAnnotation = "strimzi.io/connector-offsets";
/** The key that Strimzi writes. */
const entry = "offsets.json";

type Wait = Pick<WaitForOptions, "deadlineMs" | "pollMs" | "signal" | "report">;

/**
 * The stored source offsets of a KafkaConnector: asked by annotation, Strimzi writes them into the
 * ConfigMap that `spec.listOffsets` names and takes the annotation off.
 * https://strimzi.io/docs/operators/latest/deploying#proc-listing-connector-offsets-str
 */
export async function readConnectorOffsets(
  kubernetes: Kubernetes,
  ref: ObjectRef,
  wait: Wait,
): Promise<ConnectorOffsets["offsets"]> {
  const before = await kubernetes.read(ref);
  const spec = (before?.spec ?? {}) as { listOffsets?: { toConfigMap?: { name?: string } } };
  const name = spec.listOffsets?.toConfigMap?.name ?? `${ref.name}-offsets`;
  await kubernetes.patch(ref, {
    metadata: { annotations: { [offsetsAnnotation]: "list" } },
    ...(spec.listOffsets === undefined ? { spec: { listOffsets: { toConfigMap: { name } } } } : {}),
  });
  await waitFor(
    kubernetes,
    ref,
    (object) => {
      if (object?.metadata.annotations?.[offsetsAnnotation] === undefined)
        return { state: "ready" };
      const warning = conditionsOf(object).find(({ reason }) => reason === "ListOffsets");
      return { state: "waiting", why: warning?.message ?? "Strimzi has not listed them yet" };
    },
    { ...wait, describe: `the stored offsets of ${describeRef(ref)}` },
  );
  const configMap = await kubernetes.read({ ...ref, apiVersion: "v1", kind: "ConfigMap", name });
  const text = (configMap?.data as Record<string, string> | undefined)?.[entry] ?? "";
  try {
    return (JSON.parse(text) as ConnectorOffsets).offsets;
  } catch (cause) {
    throw new WeirError("KUBERNETES_FAILED", `the ConfigMap ${name} holds no offsets`, { cause });
  }
}
