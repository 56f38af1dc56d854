import type { AwsPlatform } from "../aws-platform.ts";

/** What a pod of the platform does; network policies select by it. */
export type Component = "database" | "topics" | "verify" | "image-build";

/** Of every object. https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function platformLabels({ name }: Pick<AwsPlatform, "name">): Record<string, string> {
  return { "app.kubernetes.io/part-of": name, "app.kubernetes.io/managed-by": "weir" };
}

export function componentLabels(component: Component): Record<string, string> {
  return { "app.kubernetes.io/component": component };
}

/** Strimzi's own labels of the workers' pods. */
export function workerLabels(kafkaConnect: string): Record<string, string> {
  return { "strimzi.io/cluster": kafkaConnect, "strimzi.io/name": `${kafkaConnect}-connect` };
}
