import { WeirError } from "@weir/core";
import type { KubernetesObject } from "../kubernetes-api/kubernetes.ts";
import { deployOutputs, fillPlaceholders } from "../outputs.ts";
import type { DriverContext } from "./deploy-step.ts";

type Context = Pick<DriverContext, "files" | "outputs" | "platform">;

/**
 * The objects of the manifests with these numbers, placeholders filled.
 * @throws DEPLOY_INCOMPLETE where a value is not known yet
 */
export async function readManifests(
  context: Context,
  ...numbers: readonly number[]
): Promise<KubernetesObject[]> {
  const files = context.files.manifests(...numbers);
  if (files.length === 0) return [];
  const [{ parseAllDocuments }, values] = await Promise.all([import("yaml"), context.outputs()]);
  return files.flatMap(({ path, text }) => {
    const filled = fillKnown(context, path, text, values);
    const known = parsed.get(filled);
    if (known !== undefined) return known;
    const objects = parseAllDocuments(filled).flatMap((document) => {
      const object = document.toJS() as KubernetesObject | null;
      return object === null ? [] : [object];
    });
    if (parsed.size >= mostParsed) parsed.clear();
    parsed.set(filled, objects);
    return objects;
  });
}

/** By text. Dashboards are 100 kB of YAML, and one run reads files more than once; nobody changes an object. */
const parsed = new Map<string, readonly KubernetesObject[]>();
const mostParsed = 200;

/** A file of the synthesis with every placeholder filled. @throws DEPLOY_INCOMPLETE */
export function fillKnown(
  { platform }: Pick<DriverContext, "platform">,
  path: string,
  text: string,
  values: Readonly<Record<string, string | undefined>>,
): string {
  const filled = fillPlaceholders(text, values);
  const left = [
    ...new Set([...filled.matchAll(/\$\{(WEIR_[A-Z0-9_]+)\}/g)].map(([, name]) => name)),
  ];
  if (left.length === 0) return filled;
  const known = new Map(deployOutputs(platform).map((output) => [output.name, output]));
  const lines = left.map((name = "") => {
    const output = known.get(name);
    if (output === undefined) return `${name} (no part of the deployment knows it)`;
    const { from } = output;
    return `${name} (${"stack" in from ? `output ${from.output} of the stack ${from.stack}` : from.call})`;
  });
  throw new WeirError("DEPLOY_INCOMPLETE", `${path} needs ${lines.join(", ")}, not known yet`, {
    remedy: '"weir deploy" without --only does the steps that it needs',
    details: { path, missing: left },
  });
}
