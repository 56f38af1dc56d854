import assert from "node:assert/strict";
import { test } from "node:test";
import { planConverter } from "../src/index.ts";
import { samplePlatform } from "./sample.ts";

test("sizes the converter's cache for key and value of every table", () => {
  const tables = Array.from({ length: 300 }, (_, n) => `db.t${n}`);
  const plan = planConverter(samplePlatform({ sources: { s: { tables } } }), { region: "x" });
  assert.ok(plan.ok && Number(plan.keys.cacheSize) >= 600);
});

test("refuses JSON where the registry is the local one, and Protobuf everywhere, by a value", () => {
  const registryEndpoint = "http://127.0.0.1:7080";
  const plan = (format: "json" | "protobuf", options = {}) =>
    planConverter(samplePlatform({ registry: { format } }), { region: "x", ...options });
  assert.equal(plan("json", { registryEndpoint }).ok, false);
  assert.equal(plan("protobuf", { registryEndpoint }).ok, false);
  const protobuf = plan("protobuf");
  assert.ok(!protobuf.ok && /envelope/.test(protobuf.reason));
});

test("plans AWS's JSON converter for AWS itself, without tombstones, as unproven", () => {
  const plan = planConverter(samplePlatform({ registry: { format: "json" } }), { region: "x" });
  assert.ok(plan.ok);
  assert.match(plan.className, /JsonSchemaConverter$/);
  assert.equal(plan.keys.dataFormat, "JSON");
  assert.deepEqual(plan.connectorKeys, { "tombstones.on.delete": "false" });
  assert.equal(plan.proven, false);
});

test("takes the user's converter for a Confluent registry, local or not, as unproven", () => {
  const platform = samplePlatform({
    registry: {
      kind: "confluent",
      url: "https://registry.example",
      converter: { class: "io.example.Converter", config: { "auto.register.schemas": true } },
    },
  });
  const own = planConverter(platform, { region: "x" });
  assert.ok(own.ok);
  assert.equal(own.className, "io.example.Converter");
  assert.deepEqual(own.keys, {
    "schema.registry.url": "https://registry.example",
    "auto.register.schemas": "true",
  });
  assert.deepEqual([own.proven, own.hasManifest], [false, false]);
  const registryEndpoint = "http://127.0.0.1:7080";
  const local = planConverter(platform, { region: "x", registryEndpoint });
  assert.ok(local.ok);
  assert.equal(local.keys["schema.registry.url"], registryEndpoint);
  assert.ok(!("schemaNameGenerationClass" in local.keys));
});

test("refuses a Confluent registry without converter, by a value", () => {
  const plan = planConverter(samplePlatform({ registry: { kind: "confluent" } }), { region: "x" });
  assert.ok(!plan.ok && /registry\.converter/.test(plan.remedy));
});
