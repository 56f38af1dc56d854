import { type PlatformInput, platformSpec } from "@weir/core";
import { parseAllDocuments } from "yaml";
import { type AwsPlatform, requireAws } from "../../src/aws-platform.ts";
import { synthManifests } from "../../src/kubernetes/synth-manifests.ts";
import type { KubernetesObject } from "../../src/kubernetes-api/kubernetes.ts";
import { deployOutputs, fillPlaceholders } from "../../src/outputs.ts";
import type { SynthFile } from "../../src/synth-file.ts";
import type { SynthInputs } from "../../src/synth-inputs.ts";

/** Two sources, one with a name that Kubernetes does not take, with what a test changes. */
export function samplePlatform(change: Partial<PlatformInput> = {}): AwsPlatform {
  return requireAws(
    platformSpec.parse({
      name: "shop",
      sources: {
        orders: { tables: ["test_db.person", "test_db.orders"], partitions: 2 },
        Crm_eu: { tables: ["crm.contact"], version: "8.0" },
      },
      aws: { region: "eu-central-1" },
      ...change,
    }),
  );
}

export const sampleInputs: SynthInputs = {
  pluginJar: { sha512: "ab".repeat(64), content: new Uint8Array([1, 2, 3]) },
  lakehouseDirectory: "/nowhere",
};

export async function sampleFiles(platform: AwsPlatform = samplePlatform()): Promise<SynthFile[]> {
  return synthManifests(platform, sampleInputs);
}

/** What the placeholders become. */
export function sampleValue(name: string): string {
  if (name.startsWith("WEIR_DATABASE_PORT")) return "3306";
  if (name === "WEIR_VPC_CIDR") return "10.60.0.0/16";
  return name.toLowerCase().replaceAll("_", "-");
}

/** Every object of the manifests, with the placeholders filled. */
export function objectsOf(platform: AwsPlatform, files: readonly SynthFile[]): KubernetesObject[] {
  const values = Object.fromEntries(
    deployOutputs(platform).map(({ name }) => [name, sampleValue(name)]),
  );
  return files
    .filter(({ path }) => path.startsWith("kubernetes/"))
    .flatMap(({ content }) =>
      parseAllDocuments(fillPlaceholders(String(content), values), { version: "1.1" }).map(
        (document) => document.toJS() as KubernetesObject,
      ),
    );
}

/** The one object of a kind and name. */
export function objectNamed(
  objects: readonly KubernetesObject[],
  kind: string,
  name: string | RegExp,
): KubernetesObject {
  const matches = (found: string) => (typeof name === "string" ? found === name : name.test(found));
  const object = objects.find((each) => each.kind === kind && matches(each.metadata.name));
  if (object === undefined) throw new Error(`no ${kind} ${name}`);
  return object;
}
