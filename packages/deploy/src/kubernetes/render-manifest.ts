import { ApiObject, App, Chart } from "cdk8s";
import { Document, isScalar, Scalar, visit } from "yaml";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { KubernetesObject } from "../kubernetes-api/kubernetes.ts";
import { platformLabels } from "./labels.ts";

/** Kinds of these manifests that live in no namespace. */
const clusterScoped = new Set([
  "Namespace",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
]);

/** An object as the manifests plan it; namespace and common labels come with rendering. */
export interface PlannedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** The objects with the platform's namespace and labels, as the API server takes them. */
export function completeObjects(
  platform: AwsPlatform,
  objects: readonly PlannedObject[],
): KubernetesObject[] {
  const { namespace } = awsNames(platform).kubernetes;
  const chart = new Chart(new App(), platform.name, {
    labels: platformLabels(platform),
    disableResourceNameHashes: true,
  });
  for (const object of objects) {
    const { kind, metadata } = object;
    new ApiObject(chart, `${kind}-${metadata.name}`, {
      ...object,
      metadata: clusterScoped.has(kind) ? metadata : { ...metadata, namespace },
    });
  }
  // In the order given: a Namespace before what lives in it.
  return chart.apiObjects.map((object) => object.toJson() as KubernetesObject);
}

/**
 * The text of a manifest. Every line of `comment` stands above it as `# …`. A placeholder stays text
 * when a number takes its place, except as a port, which must become one.
 */
export function renderManifest(
  platform: AwsPlatform,
  comment: string,
  objects: readonly PlannedObject[],
): string {
  const header = comment
    .split("\n")
    .map((line) => `# ${line}`.trimEnd())
    .join("\n");
  const documents = completeObjects(platform, objects).map(renderYaml);
  return `${header}\n---\n${documents.join("---\n")}`;
}

/** Kubernetes reads YAML 1.1: `on` and `1_000` are quoted, long lines stay whole. */
export function renderYaml(value: unknown): string {
  const document = new Document(value, { version: "1.1", aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, { key, value: scalar }) {
      if (!isScalar(scalar) || typeof scalar.value !== "string") return;
      if (!scalar.value.includes("${WEIR_")) return;
      const isPort = isScalar(key) && key.value === "port";
      scalar.type = isPort ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0, directives: false });
}
