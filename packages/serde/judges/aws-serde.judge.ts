import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inflateSync } from "node:zlib";
import { startRegistry } from "@weir/registry";
import { prepareJavaJudges } from "../../../test/judges/java-judges.ts";
import {
  awsSdkGlueCall,
  createGlueDeserializer,
  createGlueSerializer,
  type GlueSerializerOptions,
  glueFetchSchema,
} from "../src/index.ts";
import { type FormatCase, formatCases } from "./aws/format-cases.ts";
import { askJava, type JavaAnswer, type JavaQuestion } from "./aws/java-serde.ts";
import { startRecordingProxy } from "./aws/recording-proxy.ts";

const java = await prepareJavaJudges("test/judges/glue-serde");
const registry = await startRegistry({ databaseFile: ":memory:", logLevel: "fatal" });
const proxy = await startRecordingProxy(registry.endpoint);
const { endpoint } = proxy;
after(async () => {
  proxy.stop();
  await registry.stop();
});

const compressions = ["NONE", "ZLIB"] as const;
type Compression = (typeof compressions)[number];

const serializer = (options: Partial<GlueSerializerOptions> = {}) =>
  createGlueSerializer({ endpoint, schemaAutoRegistrationEnabled: true, ...options });
const deserializer = createGlueDeserializer({ fetchSchema: glueFetchSchema({ endpoint }) });

const schemaOf = ({ dataFormat, messageName }: FormatCase, definition: string) => ({
  dataFormat,
  definition,
  ...(messageName === undefined ? {} : { messageName }),
});

const settingsOf = ({ dataFormat }: FormatCase, compression: Compression) => ({
  endpoint,
  dataFormat,
  compression,
  schemaAutoRegistrationEnabled: "true",
});

function encodes(
  format: FormatCase,
  topic: string,
  definition: string,
  compression: Compression = "NONE",
): JavaQuestion {
  const { javaText: value, messageName } = format;
  const settings = settingsOf(format, compression);
  const own = messageName === undefined ? {} : { messageName };
  return { run: "encode", topic, settings, definition, value, ...own };
}

const topicOf = (writer: string, { dataFormat }: FormatCase, compression: Compression) =>
  `${writer}.${dataFormat}.${compression}`.toLowerCase();

/** Everything that is asked of Java, by what is asked: one process answers all. */
const answers = new Map<string, JavaAnswer>();

before(async () => {
  const questions = new Map<string, JavaQuestion>();
  for (const format of formatCases) {
    for (const compression of compressions) {
      const topic = topicOf("node", format, compression);
      const schema = schemaOf(format, format.definition);
      const record = await serializer({ compression }).encode(topic, format.value, schema);
      const settings = settingsOf(format, compression);
      const decode = { run: "decode", topic, settings } as const;
      assert.ok(record);
      questions.set(topic, { ...decode, record: record.toString("base64") });
      const javaTopic = topicOf("java", format, compression);
      questions.set(javaTopic, encodes(format, javaTopic, format.definition, compression));
    }
    const evolution = topicOf("evolution", format, "NONE");
    for (const part of ["definition", "evolved", "refused", "refused again"] as const) {
      const definition = part === "refused again" ? format.refused : format[part];
      // A value of another type than the schema's: only the registration matters.
      questions.set(`${evolution} ${part}`, refusable(format, evolution, definition));
    }
  }
  const [first] = formatCases as [FormatCase];
  const broken = { run: "decode", topic: "broken", settings: settingsOf(first, "NONE") } as const;
  questions.set("broken", { ...broken, record: brokenRecord.toString("base64") });
  const given = await askJava(java, [...questions.values()]);
  [...questions.keys()].forEach((name, index) => {
    answers.set(name, given[index] as JavaAnswer);
  });
});

/** A compression that nobody knows. */
const brokenRecord = Buffer.alloc(20, 7).fill(3, 0, 1);

/** With a value that fits, so that the registry and not the value is what refuses. */
function refusable(format: FormatCase, topic: string, definition: string): JavaQuestion {
  const question = encodes(format, topic, definition);
  if (definition === format.definition || question.run !== "encode") return question;
  const more = (definition === format.refused ? refusedMembers : evolvedMembers)[format.dataFormat];
  const value = question.value.replace(/^\{/, `{${more}`);
  // The refused one has numbers where there were texts.
  const isNumbers = definition === format.refused && format.dataFormat === "PROTOBUF";
  return { ...question, value: isNumbers ? value.replace('["a",""]', "[1]") : value };
}

const evolvedMembers = { AVRO: '"note":null,', JSON: "", PROTOBUF: "" } as const;
const refusedMembers = { AVRO: '"amount":1,', JSON: "", PROTOBUF: "" } as const;

function answerOf(name: string): string {
  const answer = answers.get(name);
  assert.ok(answer, `nothing was asked about ${name}`);
  return "value" in answer ? answer.value : assert.fail(answer.error);
}

for (const format of formatCases) {
  const { dataFormat } = format;
  for (const compression of compressions) {
    test(`Java reads what Node writes: ${dataFormat}, ${compression}`, () => {
      const text = answerOf(topicOf("node", format, compression));
      const expected = JSON.parse(format.javaText.replace(/(\d{16,})/, "$1"));
      const [name, shown] = dataFormat === "PROTOBUF" ? splitName(text) : ["", text];
      if (dataFormat === "PROTOBUF") assert.equal(name, "shop.Envelope");
      assert.deepEqual(JSON.parse(shown), expected);
      assert.ok(shown.includes("9007199254740993"), "a digit is lost");
    });

    test(`Node reads what Java writes: ${dataFormat}, ${compression}`, async () => {
      const topic = topicOf("java", format, compression);
      const record = Buffer.from(answerOf(topic), "base64");
      assert.equal(record[1], compression === "ZLIB" ? 5 : 0);
      assert.deepEqual(await deserializer.decode(record), format.value);
    });

    test(`Node and Java write the same bytes: ${dataFormat}, ${compression}`, async () => {
      const topic = topicOf("java", format, compression);
      const written = Buffer.from(answerOf(topic), "base64");
      // One schema version for both; of Protobuf, Java registers a text of its own, whose fields
      // stand in another order.
      const from = dataFormat === "PROTOBUF" ? 18 : 0;
      const ours = await serializer({ compression }).encode(
        topic,
        format.value,
        schemaOf(format, format.definition),
      );
      assert.equal(readable(ours).slice(from * 2), readable(written).slice(from * 2));
    });
  }

  test(`Node registers in the order of Java's calls: ${dataFormat}`, async () => {
    const javaTopic = topicOf("evolution", format, "NONE");
    const nodeTopic = `node.${javaTopic}`;
    for (const definition of [format.definition, format.evolved]) {
      const schema = schemaOf(format, definition);
      await serializer().encode(nodeTopic, format.value, schema);
    }
    for (const _ of ["refused", "refused again"]) {
      await assert.rejects(serializer().prepare(nodeTopic, schemaOf(format, format.refused)), {
        code: "SCHEMA_REFUSED",
        message: /is in FAILURE status/,
      });
    }
    const [ours, theirs] = [nodeTopic, javaTopic].map(callsOf);
    assert.deepEqual(ours, theirs);
    assert.deepEqual(ours?.slice(0, 3), [
      "GetSchemaByDefinition 400",
      "CreateSchema 200 AVAILABLE",
      "PutSchemaVersionMetadata 200 x-amz-meta-transport",
    ]);
    assert.ok(ours?.some((call) => call.startsWith("RegisterSchemaVersion 200 FAILURE")));
  });

  test(`Java is refused as Node is: ${dataFormat}`, () => {
    const topic = topicOf("evolution", format, "NONE");
    for (const [part, text] of [
      ["refused", /Schema evolution check failed\. schemaVersionId \S+ is in FAILURE status/],
      ["refused again", /Schema Found but status is FAILURE/],
    ] as const) {
      const answer = answers.get(`${topic} ${part}`);
      assert.ok(answer && "error" in answer, JSON.stringify(answer));
      assert.match(answer.error, text);
    }
    answerOf(`${topic} evolved`);
  });

  test(`Node says why the registry refused: ${dataFormat}`, async () => {
    const topic = `why.${topicOf("node", format, "NONE")}`;
    await serializer().prepare(topic, schemaOf(format, format.definition));
    const refused = serializer().prepare(topic, schemaOf(format, format.refused));
    await assert.rejects(refused, (error: Error & { details: { violations: string[] } }) => {
      assert.ok(error.details.violations.length > 0, error.message);
      return true;
    });
  });
}

test("works through AWS's SDK, as Glue and as GlueClient", async () => {
  const sdk = await import("@aws-sdk/client-glue");
  const credentials = { accessKeyId: "none", secretAccessKey: "none" };
  const config = { endpoint, region: "eu-central-1", credentials };
  const calls = [
    awsSdkGlueCall(new sdk.Glue(config)),
    awsSdkGlueCall(new sdk.GlueClient(config), sdk),
  ];
  for (const [index, call] of calls.entries()) {
    const [format] = formatCases as [FormatCase];
    const options = { call, schemaAutoRegistrationEnabled: true };
    const schema = schemaOf(format, format.definition);
    const record = await createGlueSerializer(options).encode(`sdk.${index}`, format.value, schema);
    const read = createGlueDeserializer({ fetchSchema: glueFetchSchema({ call }) });
    assert.deepEqual(await read.decode(record), format.value);
    assert.equal(
      await glueFetchSchema({ call })("00000000-0000-4000-8000-000000000000"),
      undefined,
    );
  }
});

test("Java refuses a broken header with the text that Node uses", async () => {
  const answer = answers.get("broken");
  assert.ok(answer && "error" in answer);
  const text = /Invalid schema registry compression byte in data/;
  assert.match(answer.error, text);
  await assert.rejects(deserializer.decode(brokenRecord), { message: text });
});

/** Header and payload; the two zlibs do not compress alike. */
function readable(record: Buffer | null): string {
  assert.ok(record);
  const body = record.subarray(18);
  const payload = record[1] === 5 ? inflateSync(body) : body;
  return `${record.toString("hex", 0, 18)} ${payload.toString("hex")}`;
}

function splitName(text: string): [string, string] {
  const space = text.indexOf(" ");
  return [text.slice(0, space), text.slice(space + 1)];
}

/** The calls about a schema in their order, with what tells them apart. */
function callsOf(schemaName: string): readonly string[] {
  const ids = new Set<unknown>();
  return proxy.calls.flatMap(({ operation, input, status, output }) => {
    const named = (input.SchemaId as { SchemaName?: string } | undefined)?.SchemaName;
    const isOwn = named === schemaName || input.SchemaName === schemaName;
    if (isOwn && output.SchemaVersionId) ids.add(output.SchemaVersionId);
    if (!isOwn && !ids.has(input.SchemaVersionId)) return [];
    const told = output.SchemaVersionStatus ?? output.Status ?? output.MetadataKey ?? "";
    return [`${operation} ${status} ${told}`.trim()];
  });
}
