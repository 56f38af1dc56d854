import { hasErrorCode } from "@weir/core";
import { describeRef, type KubernetesObject, refOf } from "../kubernetes-api/kubernetes.ts";
import type { DriverContext, StepChange, StepResult } from "./deploy-step.ts";

const actionOf = { created: "create", configured: "update" } as const;

function changeOf(object: KubernetesObject, action: StepChange["action"]): StepChange {
  const { name, namespace = "" } = object.metadata;
  return { action, where: namespace, kind: object.kind, name };
}

/** Applies objects in their order and reports what changed. */
export async function applyObjects(
  { kubernetes, report }: Pick<DriverContext, "kubernetes" | "report">,
  objects: readonly KubernetesObject[],
): Promise<StepChange[]> {
  const api = await kubernetes();
  const changes: StepChange[] = [];
  for (const object of objects) {
    const { outcome, warnings } = await api.apply(object);
    for (const warning of warnings) report(`${describeRef(refOf(object))}: ${warning}`);
    if (outcome === "unchanged") continue;
    report(`${describeRef(refOf(object))} ${outcome}`);
    changes.push(changeOf(object, actionOf[outcome]));
  }
  return changes;
}

/** What applying would change, as the API server judges it. */
export async function previewObjects(
  { kubernetes }: Pick<DriverContext, "kubernetes">,
  objects: readonly KubernetesObject[],
): Promise<StepResult> {
  const api = await kubernetes();
  const changes: StepChange[] = [];
  const notPreviewed: string[] = [];
  for (const object of objects) {
    const ref = refOf(object);
    try {
      const before = await api.read(ref);
      // A Job cannot be changed: deploy makes it anew where its content differs.
      if (object.kind === "Job" && before !== undefined) continue;
      const { outcome } = await api.apply(object, { dryRun: true });
      if (outcome !== "unchanged") changes.push(changeOf(object, actionOf[outcome]));
    } catch (error) {
      const absent = hasErrorCode(error, "OPERATOR_MISSING")
        ? "its operator is not there yet"
        : hasErrorCode(error, "KUBERNETES_NOT_FOUND")
          ? "its namespace is not there yet"
          : undefined;
      if (absent === undefined) throw error;
      notPreviewed.push(`${describeRef(ref)}: ${absent}`);
      changes.push(changeOf(object, "create"));
    }
  }
  return { changes, notPreviewed };
}
