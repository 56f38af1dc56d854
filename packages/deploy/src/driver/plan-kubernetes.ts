import { describeError } from "@weir/core";
import type { Unreachable } from "../plan/plan-changes.ts";
import type { KubernetesChange } from "../plan/plan-deployment.ts";
import { previewObjects } from "./apply-manifests.ts";
import { type DriverOptions, openContext } from "./driver-context.ts";
import { readManifests } from "./manifests.ts";

const manifestNumbers = [0, 10, 20, 25, 30, 35, 40, 50, 60, 70];

/**
 * What deploy would change in Kubernetes, as its API server judges it without storing anything; why
 * nobody could look where that is so.
 */
export async function readKubernetesChanges(
  options: DriverOptions,
): Promise<readonly KubernetesChange[] | Unreachable> {
  const { context, close } = await openContext(options, {
    allowReplacement: new Set(),
    runLake: false,
  });
  try {
    const objects = await readManifests(context, ...manifestNumbers);
    const { changes } = await previewObjects(context, objects);
    return changes.map(({ action, kind, where, name }) => ({
      action: action === "create" ? "create" : "update",
      kind,
      namespace: where,
      name,
    }));
  } catch (error) {
    return { unreachable: describeError(error) };
  } finally {
    close();
  }
}
