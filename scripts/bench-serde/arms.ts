import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import confluentPackage from "@kafkajs/confluent-schema-registry";
import gluePackage from "@meinestadt.de/glue-schema-registry";
import { createGlueDeserializer, createGlueSerializer, glueFetchSchema } from "@weir/serde";
import avro from "avsc";
import type { Workload } from "./rows.ts";

export type DataFormat = "AVRO" | "JSON" | "PROTOBUF";

/** One way to write and read a record; what it returns is compared before anything is measured. */
export interface Arm {
  readonly name: string;
  readonly encode: (value: object) => Promise<Buffer> | Buffer;
  readonly decode: (record: Buffer) => Promise<unknown> | unknown;
  /** Bytes of the header before the payload, and of what is compressed none. */
  readonly headerBytes: number;
  readonly isCompressed?: boolean;
  /** Makes what it reads comparable, outside the measurement. */
  readonly restore?: (value: unknown) => unknown;
}

export interface ArmOptions {
  /** `http://…` of a Glue registry. */
  readonly endpoint: string;
  readonly workload: Workload;
  readonly schemaName: string;
}

/** Weir's functions as an application calls them, and without a promise per record. */
export async function weirArms(
  { endpoint, workload, schemaName }: ArmOptions,
  compression: "NONE" | "ZLIB" = "NONE",
  dataFormat: DataFormat = "AVRO",
): Promise<[waiting: Arm, now: Arm]> {
  const serializer = createGlueSerializer({
    endpoint,
    compression,
    schemaAutoRegistrationEnabled: true,
  });
  const deserializer = createGlueDeserializer({ fetchSchema: glueFetchSchema({ endpoint }) });
  const schema = { definition: workload.definition, dataFormat };
  const first = await serializer.encode(schemaName, workload.values[0], schema);
  await deserializer.decode(first);
  // AWS's message index, one byte here; kafkajs' library writes none.
  const headerBytes = dataFormat === "PROTOBUF" ? 19 : 18;
  const common = { headerBytes, isCompressed: compression === "ZLIB" };
  return [
    {
      name: "weir",
      encode: (value) => serializer.encode(schemaName, value, schema) as Promise<Buffer>,
      decode: (record) => deserializer.decode(record),
      ...common,
    },
    {
      name: "weir, encodeNow/decodeNow",
      encode: (value) => serializer.encodeNow(schemaName, value, schema) as Buffer,
      decode: (record) => deserializer.decodeNow(record),
      ...common,
    },
  ];
}

/** Resolved to the same schema, as @meinestadt.de/glue-schema-registry always does. */
export async function weirReaderSchemaArm(options: ArmOptions): Promise<Arm> {
  const { endpoint, workload } = options;
  const [weir] = await weirArms(options);
  const deserializer = createGlueDeserializer({
    fetchSchema: glueFetchSchema({ endpoint }),
    readerSchema: () => workload.definition,
  });
  return { ...weir, name: "weir, reader schema", decode: (record) => deserializer.decode(record) };
}

/** @meinestadt.de/glue-schema-registry against the same registry. */
export async function meinestadtArm(options: ArmOptions, compress = false): Promise<Arm> {
  const { endpoint, workload, schemaName } = options;
  const { GlueSchemaRegistry } = gluePackage;
  const registry = new GlueSchemaRegistry("default-registry", {
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
  });
  const { definition } = workload;
  const id = await registry.register({ schemaName, schema: definition } as Parameters<
    typeof registry.register
  >[0]);
  const reader = avro.Type.forSchema(JSON.parse(definition)) as unknown as Parameters<
    typeof registry.decode
  >[1];
  return {
    name: "@meinestadt.de/glue-schema-registry",
    encode: (value) => registry.encode(id, value, { compress }),
    decode: (record) => registry.decode(record, reader),
    headerBytes: 18,
    isCompressed: compress,
  };
}

/** @kafkajs/confluent-schema-registry; its registry is asked for one schema, and answers here. */
export async function kafkajsArm(
  { workload }: ArmOptions,
  dataFormat: DataFormat = "AVRO",
): Promise<Arm & { readonly stop: () => void }> {
  const answer = JSON.stringify({ schema: workload.definition, schemaType: dataFormat });
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(answer);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const registry = new confluentPackage.SchemaRegistry({ host: `http://127.0.0.1:${port}` });
  await registry.getSchema(1);
  return {
    name: "@kafkajs/confluent-schema-registry",
    encode: (value) => registry.encode(1, value),
    decode: (record) => registry.decode(record),
    headerBytes: 5,
    ...(dataFormat === "PROTOBUF" ? { restore: restoreWideNumbers } : {}),
    stop: () => server.close(),
  };
}

/** Only the bytes, without header, cache and promise: what an Avro library can do at best. */
export function avscArm({ workload }: ArmOptions): Arm {
  const type = avro.Type.forSchema(JSON.parse(workload.definition));
  return {
    name: "avsc alone",
    encode: (value) => type.toBuffer(value),
    decode: (record) => type.fromBuffer(record),
    headerBytes: 0,
  };
}

/** Its Protobuf has 64-bit integers as objects, which JSON shows as text. */
function restoreWideNumbers(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, item) =>
    typeof item === "string" && /^\d{13}$/.test(item) ? Number(item) : item,
  );
}
