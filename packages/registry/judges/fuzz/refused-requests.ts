import { operationTable } from "../../src/operation-table.ts";
import type { Random } from "./random.ts";
import type { RawRequest } from "./raw-exchange.ts";
import { renderRequest } from "./render-request.ts";

const operations = Object.keys(operationTable);
/** Operations that refuse an input without members they know. */
const demanding = operations.filter((name) => !/^List/.test(name));
const prototypeNames = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
const oddTexts = ["", " ", "\u0000", "\ud800", "💥".repeat(300), "a/b", "%00", "ä", "\n"];

type Maker = (random: Random) => RawRequest;

const whole = (parts: Parameters<typeof renderRequest>[0]): RawRequest => ({
  chunks: [renderRequest(parts)],
});

/** Kinds of requests that no registry may accept: whatever they ask for, nothing is stored. */
export const refusedRequests: Readonly<Record<string, Maker>> = {
  "broken JSON": (random) => {
    const text = JSON.stringify({ SchemaName: "x", DataFormat: "AVRO", SchemaDefinition: '"int"' });
    const cut = 1 + random.below(text.length - 1);
    return whole({ target: target(random), body: text.slice(0, cut) });
  },
  "bytes that are no text": (random) =>
    whole({
      target: target(random),
      body: Buffer.from([0x7b, 0xff, 0xfe, random.below(256), 0xc3]),
    }),
  "JSON that is no object": (random) =>
    whole({
      target: target(random),
      body: random.pick(["[]", "null", "1", '"a"', "true", "[{}]"]),
    }),
  "another content type": (random) =>
    whole({
      target: target(random),
      contentType: random.pick([
        "text/plain",
        "application/xml",
        "application/json",
        "x",
        "",
        undefined,
      ]),
    }),
  "an unknown operation": (random) =>
    whole({
      target: random.pick([
        undefined,
        "",
        "AWSGlue.",
        "AWSGlue",
        "Kinesis.ListStreams",
        "awsglue.GetSchema",
        "AWSGlue.GetSchema.x",
        ...prototypeNames.map((name) => `AWSGlue.${name}`),
        `AWSGlue.${"A".repeat(random.below(8000))}`,
      ]),
    }),
  "large headers": (random) =>
    whole({ headers: [`x-filler: ${"f".repeat(20_000 + random.below(100_000))}`] }),
  "many headers": (random) =>
    whole({
      target: "AWSGlue.nothing",
      headers: Array.from({ length: random.below(1500) }, (_, index) => `x-h${index}: 1`),
    }),
  "a body beyond the limit": (random) =>
    whole({ target: target(random), body: `"${"a".repeat(1_100_000 + random.below(1_000_000))}"` }),
  "a length that is a lie": (random) =>
    whole({
      target: "AWSGlue.nothing",
      contentLength: random.pick(["-1", "abc", "99999999999999999999", "1, 2", "0x10"]),
    }),
  "no HTTP at all": (random) => ({
    chunks: [
      Buffer.concat([
        Buffer.from(Array.from({ length: 1 + random.below(200) }, () => 128 + random.below(128))),
        Buffer.from("\r\n\r\n"),
      ]),
    ],
  }),
  "deep nesting": (random) => {
    const depth = 1000 + random.below(60_000);
    const open = random.pick(["[", '{"a":']);
    const close = open === "[" ? "]" : "}";
    const nested = `${open.repeat(depth)}1${close.repeat(depth)}`;
    return whole({ target: `AWSGlue.${random.pick(demanding)}`, body: `{"RegistryId":${nested}}` });
  },
  "a definition nested too deeply": (random) => {
    const depth = 2000 + random.below(5000);
    const definition = `${'{"type":"array","items":'.repeat(depth)}"int"${"}".repeat(depth)}`;
    return createSchema(random, { SchemaDefinition: definition });
  },
  "members of wrong types": (random) => {
    const wrong = random.pick([1, true, [], {}, [[]], -0]);
    const member = random.pick(["SchemaName", "DataFormat", "SchemaDefinition"]);
    return createSchema(random, { [member]: wrong });
  },
  "names against the pattern": (random) =>
    createSchema(random, { SchemaName: random.pick([...oddTexts, "n".repeat(256)]) }),
  "a format that is none": (random) =>
    createSchema(random, { DataFormat: random.pick([...prototypeNames, ...oddTexts, "avro"]) }),
  "a definition that is none": (random) =>
    createSchema(random, {
      SchemaDefinition: random.pick([...oddTexts, ...prototypeNames, "{", '{"type":"__proto__"}']),
    }),
  "prototype names as members": (random) =>
    whole({
      target: `AWSGlue.${random.pick(demanding)}`,
      body: `{"${random.pick(prototypeNames)}":{"RegistryName":"x"}}`,
    }),
  "a registry that is not there": (random) =>
    createSchema(random, {
      RegistryId: { RegistryName: random.pick([...prototypeNames, "nope"]) },
    }),
  "a path that is not there": (random) =>
    whole({
      method: random.pick(["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]),
      path: random.pick(["/nope", "/%", "/%ff", "//", "/weir/..", "/?a=b", `/${"p".repeat(3000)}`]),
      target: undefined,
    }),
  "a client that goes away": (random) => {
    const request = renderRequest({
      target: "AWSGlue.CreateSchema",
      body: `{"SchemaName":"gone${random.below(1e6)}","DataFormat":"AVRO"}`,
    });
    return { chunks: [request.subarray(0, 1 + random.below(request.length - 1))], aborts: true };
  },
  "a slow body of broken JSON": (random) => {
    const request = renderRequest({ target: target(random), body: '{"SchemaName": "slow",' });
    const cut = request.length - 1 - random.below(15);
    return { chunks: [request.subarray(0, cut), request.subarray(cut)], pauseMs: 20 };
  },
  "a pipeline of refusals": (random) => {
    const count = 2 + random.below(6);
    const chunks = Array.from({ length: count }, () => renderRequest({ target: "AWSGlue.x" }));
    return { chunks: [Buffer.concat(chunks)], answers: count };
  },
};

function target(random: Random): string {
  return `AWSGlue.${random.pick(operations)}`;
}

function createSchema(random: Random, members: object): RawRequest {
  const input = {
    SchemaName: `refused${random.below(1e6)}`,
    DataFormat: "AVRO",
    SchemaDefinition: '"int"',
    ...members,
  };
  return whole({ target: "AWSGlue.CreateSchema", body: JSON.stringify(input) });
}
