import { WeirError } from "@weir/core";
import { describeRef, type ObjectRef } from "../kubernetes-api/kubernetes.ts";
import type { DriverContext } from "./deploy-step.ts";
import { waitUntil } from "./wait-until.ts";

const offsetsAnnotation = "strimzi.io/connector-offsets";

/** As Kafka Connect's REST interface answers `GET /connectors/NAME/offsets`. */
export interface StoredOffsets {
  readonly offsets: readonly {
    readonly partition: Readonly<Record<string, unknown>>;
    readonly offset: Readonly<Record<string, unknown>> | null;
  }[];
}

type Context = Pick<DriverContext, "kubernetes" | "signal" | "timing">;

/**
 * The stored source offsets of a connector: Strimzi writes them into the ConfigMap that
 * `spec.listOffsets` names, when its annotation asks, and takes the annotation off.
 * https://strimzi.io/docs/operators/latest/deploying#proc-listing-connector-offsets-str
 */
export async function listOffsets(
  context: Context,
  ref: ObjectRef,
  { deadlineMs }: { readonly deadlineMs: number },
): Promise<StoredOffsets> {
  const { timing, signal } = context;
  const api = await context.kubernetes();
  const what = `the stored offsets of ${describeRef(ref)}`;
  await api.annotate(ref, { [offsetsAnnotation]: "list" });
  let why = "its operator has not answered";
  const configMap = await waitUntil(
    async () => {
      const object = await api.read(ref);
      const spec = (object?.spec ?? {}) as { listOffsets?: { toConfigMap?: { name?: string } } };
      const name = spec.listOffsets?.toConfigMap?.name;
      if (name === undefined) {
        throw new WeirError("INTERNAL", `${describeRef(ref)} has no spec.listOffsets.toConfigMap`);
      }
      if (object?.metadata.annotations?.[offsetsAnnotation] !== undefined) {
        const status = (object.status ?? {}) as {
          conditions?: { reason?: string; message?: string }[];
        };
        const warning = status.conditions?.find(({ reason }) => reason === "ListOffsets");
        why = warning?.message ?? why;
        return undefined;
      }
      const { namespace = "" } = ref;
      return await api.read({ apiVersion: "v1", kind: "ConfigMap", namespace, name });
    },
    { what, deadlineMs, timing, signal, seen: () => why },
  );
  const text = (configMap.data as Record<string, string> | undefined)?.["offsets.json"] ?? "";
  try {
    return JSON.parse(text) as StoredOffsets;
  } catch (cause) {
    throw new WeirError("INTERNAL", `${what}: the ConfigMap holds no JSON`, { cause });
  }
}

/** Whether a position is stored: before that, a killed worker would lose rows without a word. */
export function hasStoredOffset({ offsets }: StoredOffsets): boolean {
  return offsets.some(({ offset }) => offset !== null);
}
