/** What the definitions of Strimzi do not judge: External Secrets, checksums, scripts. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { artifacts } from "../src/kubernetes/artifacts.ts";
import { objectsOf, sampleFiles, samplePlatform } from "../test/kubernetes/sample.ts";
import { checkStructure, type StructuralSchema } from "./tools/structural.ts";

const text: StructuralSchema = { type: "string" };
const object = (
  properties: Readonly<Record<string, StructuralSchema>>,
  required: readonly string[] = Object.keys(properties),
): StructuralSchema => ({ type: "object", properties, required });
const oneOf = (...values: string[]): StructuralSchema => ({ type: "string", enum: values });

/**
 * The fields that Weir writes, as config/crds/bases of External Secrets 2.9.0 have them. Not the
 * definitions themselves: they are in no package registry.
 */
const externalSecrets: Readonly<Record<string, StructuralSchema>> = {
  SecretStore: object({
    provider: object({
      aws: object({ service: oneOf("SecretsManager", "ParameterStore"), region: text }),
    }),
  }),
  ExternalSecret: object({
    refreshInterval: { type: "string", pattern: "^\\d+[smh]$" },
    secretStoreRef: object({ kind: oneOf("SecretStore", "ClusterSecretStore"), name: text }),
    target: object({
      name: text,
      creationPolicy: oneOf("Owner", "Orphan", "Merge", "None"),
      deletionPolicy: oneOf("Delete", "Merge", "Retain"),
    }),
    data: {
      type: "array",
      items: object({ secretKey: text, remoteRef: object({ key: text, property: text }) }),
    },
  }),
};

describe("manifests", () => {
  it("hold External Secrets with known fields only, each with a store that is there", async () => {
    const platform = samplePlatform();
    const objects = objectsOf(platform, await sampleFiles(platform)).filter(
      ({ apiVersion }) => apiVersion === "external-secrets.io/v1",
    );
    assert.equal(objects.length, 5);
    const store = objects.find(({ kind }) => kind === "SecretStore")?.metadata.name;
    for (const { kind, spec, metadata } of objects) {
      const schema = externalSecrets[kind] as StructuralSchema;
      assert.deepEqual(checkStructure(spec, schema), [], metadata.name);
      if (kind !== "ExternalSecret") continue;
      assert.equal((spec as { secretStoreRef: { name: string } }).secretStoreRef.name, store);
      const wrong = { ...(spec as object), dataTo: [] };
      assert.deepEqual(checkStructure(wrong, schema), [".dataTo: unknown field"]);
    }
  });

  it("hold scripts that bash can read", async () => {
    const platform = samplePlatform();
    const objects = objectsOf(platform, await sampleFiles(platform));
    const scripts = objects.flatMap(({ kind, data }) =>
      kind === "ConfigMap"
        ? Object.entries(data as Record<string, string>).filter(([name]) => name.endsWith(".sh"))
        : [],
    );
    assert.ok(scripts.length >= 8);
    for (const [name, script] of scripts) {
      await assert.doesNotReject(promisify(execFile)("bash", ["-n", "-c", script]), name);
    }
    await assert.rejects(promisify(execFile)("bash", ["-n", "-c", "if true; then"]));
  });

  it("name the files of Maven Central by their content", async (t) => {
    if (process.env.WEIR_TEST_FULL !== "1") {
      t.skip("downloads 100 MB: WEIR_TEST_FULL=1");
      return;
    }
    for (const { coordinates, sha512, url } of Object.values(artifacts)) {
      assert.equal(await sha512OfArtifact(coordinates, url), sha512, coordinates);
    }
  });
});

/** SHA-512 of a file that Maven fetches, or has fetched before. */
async function sha512OfArtifact(coordinates: string, url: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "weir-artifact-"));
  const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0";
  const quiet = ["-B", "-q", "-ntp"];
  try {
    const artifact = `-Dartifact=${coordinates}`;
    const options = { timeout: 300_000 };
    await promisify(execFile)(
      "mvn",
      [...quiet, `${plugin}:get`, artifact, "-Dtransitive=false"],
      options,
    );
    const target = [`-DoutputDirectory=${folder}`, "-Dmdep.useBaseVersion=true"];
    await promisify(execFile)("mvn", [...quiet, `${plugin}:copy`, artifact, ...target], options);
    const [file = ""] = await readdir(folder);
    // The coordinates and the address that the image build uses are the same file.
    assert.equal(file, url.split("/").at(-1));
    return createHash("sha512")
      .update(await readFile(join(folder, file)))
      .digest("hex");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
