/** Strimzi's own resource definitions judge every KafkaConnect and KafkaConnector. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { PlatformInput } from "@weir/core";
import { forbiddenPrefixExceptions, forbiddenPrefixes } from "../src/kubernetes/connect-config.ts";
import type { KubernetesObject } from "../src/kubernetes-api/kubernetes.ts";
import { objectsOf, sampleFiles, samplePlatform } from "../test/kubernetes/sample.ts";
import { prepareStrimziCrds, type ResourceSchema } from "./tools/strimzi-crds.ts";
import { checkStructure } from "./tools/structural.ts";

const region = "eu-central-1";
const cases: Record<string, Partial<PlatformInput>> = {
  "a new platform": {},
  "a given image": { aws: { region, connect: { image: "mine/connect:1" } } },
  "adopted network and cluster": {
    aws: { region, vpc: { existing: "vpc-0abc12345678" }, eks: { existing: "company" } },
  },
  "JSON Schema": { registry: { format: "json" } },
  "exactly once": { connect: { exactlyOnce: true, workers: 5 } },
};

const strimziObjects = async (change: Partial<PlatformInput>) => {
  const platform = samplePlatform(change);
  const objects = objectsOf(platform, await sampleFiles(platform));
  return objects.filter(({ apiVersion }) => apiVersion.startsWith("kafka.strimzi.io/"));
};

describe("Strimzi's resource definitions", () => {
  let judge: (object: KubernetesObject) => string[];
  let definitions: readonly ResourceSchema[] | undefined;

  before(async () => {
    definitions = await prepareStrimziCrds();
    judge = definitions === undefined ? judgeByPackage : judgeByDefinition(definitions);
  });

  it("come from Strimzi's generator", (t) => {
    if (definitions !== undefined) return;
    t.skip("no Java ≥ 21 installed: @kubernetes-models/strimzi-kafka-operator judges instead");
  });

  for (const [name, change] of Object.entries(cases)) {
    it(`take every resource of ${name}`, async () => {
      const objects = await strimziObjects(change);
      assert.equal(objects.length, 3);
      for (const object of objects) {
        assert.deepEqual(judge(object), [], `${object.kind} ${object.metadata.name}`);
      }
    });
  }

  it("refuse what is wrong, each by its name", async () => {
    const [connect, connector] = (await strimziObjects({})) as [KubernetesObject, KubernetesObject];
    const spec = connect.spec as Record<string, unknown>;
    const { groupId: _, ...withoutGroup } = spec;
    const wrong: [object: KubernetesObject, complaint: RegExp][] = [
      [{ ...connect, apiVersion: "kafka.strimzi.io/v1beta2" }, /v1beta2/],
      [{ ...connect, spec: withoutGroup }, /groupId/],
      [{ ...connect, spec: { ...spec, externalConfiguration: {} } }, /externalConfiguration/],
      [{ ...connect, spec: { ...spec, replicas: "three" } }, /replicas/],
      [{ ...connect, spec: { ...spec, rack: { type: "zone" } } }, /rack/],
      [{ ...connect, spec: { ...spec, authentication: { type: "oauth" } } }, /authentication/],
      [{ ...connector, spec: { ...(connector.spec as object), pause: true } }, /pause/],
      [{ ...connector, spec: { ...(connector.spec as object), state: "sleeping" } }, /state/],
    ];
    for (const [object, complaint] of wrong) {
      const problems = judge(object);
      assert.ok(problems.length > 0, String(complaint));
      assert.match(problems.join("; "), complaint);
    }
  });

  it("are stood in for by a package that refuses the same", async () => {
    for (const object of await strimziObjects({})) assert.deepEqual(judgeByPackage(object), []);
    const [connect] = (await strimziObjects({})) as [KubernetesObject];
    const spec = connect.spec as Record<string, unknown>;
    for (const change of [{ groupId: undefined }, { replicas: "three" }, { rack: { type: "x" } }]) {
      assert.notDeepEqual(judgeByPackage({ ...connect, spec: { ...spec, ...change } }), []);
    }
    assert.notDeepEqual(judgeByPackage({ ...connect, apiVersion: "kafka.strimzi.io/v1beta2" }), []);
  });

  it("name the same forbidden prefixes of spec.config as Weir's table", () => {
    const connect = definitions?.find(({ kind }) => kind === "KafkaConnect");
    if (connect === undefined) return;
    const config = connect.schema.properties?.spec?.properties?.config;
    const { description } = config as { description: string };
    assert.match(description, /prefixes cannot be set: (.*) \(with the exception of: (.*)\)/);
    const [, prefixes, exceptions] =
      /cannot be set: (.*) \(with the exception of: (.*)\)/.exec(description) ?? [];
    assert.deepEqual(prefixes?.split(", "), [...forbiddenPrefixes]);
    assert.deepEqual(exceptions?.split(", "), [...forbiddenPrefixExceptions]);
  });
});

function judgeByDefinition(definitions: readonly ResourceSchema[]) {
  return (object: KubernetesObject): string[] => {
    const definition = definitions.find(
      ({ apiVersion, kind }) => apiVersion === object.apiVersion && kind === object.kind,
    );
    if (definition === undefined) return [`no definition of ${object.apiVersion} ${object.kind}`];
    return checkStructure(object, definition.schema);
  };
}

const { KafkaConnect, KafkaConnector } = await import(
  "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1"
);

/** Less strict: what of the package's schemas is open stays open. */
function judgeByPackage(object: KubernetesObject): string[] {
  const Model = { KafkaConnect, KafkaConnector }[object.kind];
  if (Model === undefined || object.apiVersion !== "kafka.strimzi.io/v1") {
    return [`no definition of ${object.apiVersion} ${object.kind}`];
  }
  try {
    new Model(object as never).validate();
    return [];
  } catch (error) {
    return [String(error)];
  }
}
