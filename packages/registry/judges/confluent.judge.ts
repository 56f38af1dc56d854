import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { SchemaRegistry, SchemaType } from "@kafkajs/confluent-schema-registry";
import { preparePythonJudges } from "../../../test/judges/python-judges.ts";
import { runTool } from "../../../test/judges/run-tool.ts";
import { registryClient, startRegistry } from "../src/index.ts";
import { expectedAnswers } from "./confluent/expected-answers.ts";

const python = join(await preparePythonJudges("registry-judges"), "python");
const registry = await startRegistry({ databaseFile: ":memory:", defaultContext: "legopoc" });
after(() => registry.stop());
await registryClient(registry.endpoint).call("CreateRegistry", { RegistryName: "legopoc" });

async function runPython(endpoint: string, action: string, rest: object = {}) {
  const script = join(import.meta.dirname, "confluent", "client.py");
  const input = JSON.stringify({ endpoint, action, registry: "legopoc", ...rest });
  const { code, stdout, stderr } = await runTool(python, [script], { input, deadlineMs: 60_000 });
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** Names of the steps whose answers are not those of Confluent's server. */
function listDeviations(answers: Record<string, unknown>): string[] {
  return Object.entries(expectedAnswers)
    .filter(([step, check]) => !check(answers[step], answers))
    .map(([step]) => `${step}: ${JSON.stringify(answers[step])}`);
}

test("answers confluent-kafka and boto3 as Confluent's server and AWS would", async () => {
  const answers = await runPython(registry.endpoint, "api");
  assert.deepEqual(listDeviations(answers), []);
  assert.deepEqual(Object.keys(answers).toSorted(), Object.keys(expectedAnswers).toSorted());
});

test("notices a registry that refuses nothing", async () => {
  const lax = await startRegistry({
    databaseFile: ":memory:",
    defaultContext: "legopoc",
    policy: { defaultCompatibility: "NONE" },
  });
  try {
    const answers = await runPython(lax.endpoint, "api");
    const steps = listDeviations(answers).map((text) => text.split(":")[0]);
    // The client answers `readonly` from its cache: it has registered that schema before.
    assert.deepEqual(steps, [
      "refused",
      "versions",
      "fits_not",
      "global",
      "readonly",
      "deleted_subject",
      "deleted_for_good",
    ]);
  } finally {
    await lax.stop();
  }
});

const value = { name: "Ole", age: 7 };
const kafkajs = new SchemaRegistry({ host: registry.endpoint });
const avro = (...fields: object[]) => JSON.stringify({ type: "record", name: "Person", fields });
const schemas = {
  AVRO: {
    type: SchemaType.AVRO,
    schema: avro({ name: "name", type: "string" }, { name: "age", type: "int" }),
  },
  JSON: {
    type: SchemaType.JSON,
    schema: JSON.stringify({
      type: "object",
      properties: { name: { type: "string" }, age: { type: "integer" } },
    }),
  },
  PROTOBUF: {
    type: SchemaType.PROTOBUF,
    schema:
      'syntax = "proto3";\npackage judge;\nmessage Person { string name = 1; int32 age = 2; repeated string tags = 3; }\n',
  },
} as const;

test("lets kafkajs read what Python wrote, in all three formats", async () => {
  const packed = await runPython(registry.endpoint, "encode", { value });
  assert.deepEqual(Object.keys(packed), ["AVRO", "JSON", "PROTOBUF"]);
  for (const [format, text] of Object.entries(packed)) {
    const bytes = Buffer.from(text as string, "base64");
    const { name, age } = await kafkajs.decode(bytes);
    assert.deepEqual({ name, age }, value, format);
    // Negative control: another schema's number in the header is not read as this one.
    bytes.writeInt32BE(4711, 1);
    await assert.rejects(kafkajs.decode(bytes), /Schema 4711 not found/);
  }
});

test("lets Python read what kafkajs wrote, in all three formats", async () => {
  const packed: Record<string, string> = {};
  for (const [format, schema] of Object.entries(schemas)) {
    const subject = `node-${format.toLowerCase()}-value`;
    const { id } = await kafkajs.register(schema, { subject });
    assert.equal((await kafkajs.register(schema, { subject })).id, id);
    assert.equal(await kafkajs.getLatestSchemaId(subject), id);
    const bytes = await kafkajs.encode(id, value);
    packed[format] = (format === "PROTOBUF" ? addMessageIndex(bytes) : bytes).toString("base64");
  }
  const read = await runPython(registry.endpoint, "decode", { packed });
  assert.deepEqual(read, { AVRO: value, JSON: value, PROTOBUF: value });
});

/** kafkajs 4.1.0 leaves out which message of the file it is, and skips it when it reads. */
function addMessageIndex(bytes: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, 5), Buffer.of(0), bytes.subarray(5)]);
}

test("gives both clients one number for one schema", async () => {
  const [ofPython, ofNode] = await Promise.all(
    ["python", "node"].map((who) => kafkajs.getLatestSchemaId(`${who}-avro-value`)),
  );
  assert.equal(ofPython, ofNode);
  const proto = await Promise.all(
    ["python", "node"].map((who) => kafkajs.getLatestSchemaId(`${who}-protobuf-value`)),
  );
  assert.equal(proto[0], proto[1], "a descriptor and its text");
});

test("refuses kafkajs an incompatible schema in words", async () => {
  const schema = avro({ name: "address", type: "string" });
  await assert.rejects(
    kafkajs.register({ type: SchemaType.AVRO, schema }, { subject: "node-avro-value" }),
    /incompatible with an earlier schema.*"address" was added without a default/,
  );
});
