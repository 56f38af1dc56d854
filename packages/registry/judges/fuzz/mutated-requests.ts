import { operationTable } from "../../src/operation-table.ts";
import type { Random } from "./random.ts";
import type { RawRequest } from "./raw-exchange.ts";
import { renderRequest } from "./render-request.ts";

const operations = Object.keys(operationTable);
const words = ["default-registry", "s", "t", "AVRO", "JSON", "PROTOBUF", "BACKWARD", "1", "1-30"];
const definitions = [
  '"int"',
  '{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}',
  '{"type":"object","properties":{"a":{"type":"string"}}}',
  'syntax = "proto3"; message M { int32 a = 1; }',
];
const members = {
  RegistryId: ["RegistryName", "RegistryArn"],
  SchemaId: ["RegistryName", "SchemaName", "SchemaArn"],
  SchemaVersionNumber: ["LatestVersion", "VersionNumber"],
  FirstSchemaVersionNumber: ["LatestVersion", "VersionNumber"],
  SecondSchemaVersionNumber: ["LatestVersion", "VersionNumber"],
  MetadataKeyValue: ["MetadataKey", "MetadataValue"],
  Tags: ["a", "__proto__"],
} as const;
const texts = [
  "RegistryName",
  "SchemaName",
  "DataFormat",
  "Compatibility",
  "Description",
  "Versions",
  "SchemaDiffType",
  "ResourceArn",
  "NextToken",
  "SchemaVersionId",
] as const;

const schemaId = { RegistryName: "default-registry", SchemaName: "s" };
const right: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["CreateRegistry", { RegistryName: "t" }],
  ["CreateSchema", { SchemaName: "s", DataFormat: "AVRO", SchemaDefinition: definitions[0] }],
  ["CreateSchema", { SchemaName: "s", DataFormat: "AVRO", SchemaDefinition: definitions[1] }],
  ["CreateSchema", { SchemaName: "t", DataFormat: "JSON", SchemaDefinition: definitions[2] }],
  ["RegisterSchemaVersion", { SchemaId: schemaId, SchemaDefinition: definitions[0] }],
  ["RegisterSchemaVersion", { SchemaId: schemaId, SchemaDefinition: definitions[1] }],
  ["GetSchemaVersion", { SchemaId: schemaId, SchemaVersionNumber: { VersionNumber: 1 } }],
  ["GetSchemaByDefinition", { SchemaId: schemaId, SchemaDefinition: definitions[1] }],
];

/** Nearly right: an operation and its members, with values of which some are not what they should be. */
export function mutatedRequest(random: Random): RawRequest {
  if (random.next() < 0.15) return confluentRequest(random);
  const [operation, members] =
    random.next() < 0.5 ? random.pick(right) : [random.pick(operations), anyMembers(random)];
  const input: Record<string, unknown> = { ...members };
  if (random.next() < 0.4) input[random.pick(Object.keys(input)) ?? "x"] = value(random);
  return {
    chunks: [renderRequest({ target: `AWSGlue.${operation}`, body: JSON.stringify(input) })],
  };
}

function confluentRequest(random: Random): RawRequest {
  const parts = {
    path: confluentPath(random),
    contentType: "application/json",
    method: random.pick(["GET", "POST", "PUT", "DELETE"]),
    target: undefined,
    body: JSON.stringify({ schema: random.pick(definitions), ...anyMembers(random) }),
  };
  return { chunks: [renderRequest(parts)] };
}

function anyMembers(random: Random): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(members)) {
    if (random.next() < 0.4) input[name] = object(random, inner);
  }
  for (const name of texts) if (random.next() < 0.4) input[name] = value(random);
  if (random.next() < 0.7) input.SchemaDefinition = random.pick(definitions);
  if (random.next() < 0.3) input.MaxResults = random.pick([0, 1, 25, 100, 101, -1, 1.5, "1"]);
  return input;
}

function object(random: Random, names: readonly string[]): object {
  return Object.fromEntries(
    names.filter(() => random.next() < 0.7).map((name) => [name, value(random)]),
  );
}

function value(random: Random): unknown {
  if (random.next() < 0.7) return random.pick(words);
  return random.pick([
    null,
    1,
    2,
    0,
    -1,
    1e300,
    true,
    "",
    "\u0000",
    "\ud800",
    [],
    {},
    "x".repeat(3000),
  ]);
}

function confluentPath(random: Random): string {
  const name = random.pick(["s", "t", "%00", "__proto__", "%E4%B8%AD", "a%2Fb", "x".repeat(300)]);
  return random.pick([
    "/subjects",
    `/subjects/${name}`,
    `/subjects/${name}/versions`,
    `/subjects/${name}/versions/${random.pick(["1", "latest", "-1", "0", "x"])}`,
    `/schemas/ids/${random.pick(["1", "0", "-1", "x", "99999999999999999999"])}`,
    `/compatibility/subjects/${name}/versions/latest`,
    `/config/${name}`,
    `/mode/${name}`,
    `/weir/schemas/default-registry/${name}/failures`,
    `/weir/schemas/default-registry/${name}/check`,
    `/weir/schema-versions/${name}/verdict`,
  ]);
}
