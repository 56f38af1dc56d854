import avro from "avsc";
import { type AvroNode, parseAvroSchema } from "./avro-schema.ts";
import { decimalText } from "./decimal.ts";

/**
 * Decodes one payload. Integers beyond 2^53-1 are bigint, decimals their exact text, bytes a
 * Buffer, unions their value. Throws where the payload does not fit the schema.
 */
export type Decode = (payload: Buffer) => unknown;

type Convert = (value: unknown) => unknown;

/** Compiles the text of a writer schema. Throws where it is not an Avro schema. */
export function compileAvroDecoder(definition: string): Decode {
  const root = parseAvroSchema(definition);
  const type = avro.Type.forSchema(avscSchema(root), {
    // Two branches such as int and long cannot be told apart once they are unwrapped.
    wrapUnions: "always",
    registry: { long: exactLong },
  });
  const convert = converterOf(root, new Map());
  return (payload) => convert(type.fromBuffer(payload));
}

/** A long that does not lose its last digits. */
const exactLong = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => {
    const exact = bytes.readBigInt64LE();
    const number = Number(exact);
    return Number.isSafeInteger(number) ? number : exact;
  },
  toBuffer: (value: number | bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: (value: number) => value,
  toJSON: (value: number | bigint) => Number(value),
  isValid: (value: unknown) => typeof value === "bigint" || Number.isSafeInteger(value),
  compare: (a: number | bigint, b: number | bigint) => (a < b ? -1 : a > b ? 1 : 0),
});

/** avsc is strict about names, so it gets numbered ones; `converterOf` puts the real ones back. */
function avscSchema(node: AvroNode): avro.Schema {
  switch (node.kind) {
    case "primitive":
      return node.type;
    case "reference":
      return node.id;
    case "array":
      return { type: "array", items: avscSchema(node.values) };
    case "map":
      return { type: "map", values: avscSchema(node.values) };
    case "union":
      return node.branches.map(avscSchema) as avro.Schema;
    case "fixed":
      return { type: "fixed", name: node.id, size: node.size };
    case "enum":
      return { type: "enum", name: node.id, symbols: node.symbols.map((_, index) => `s${index}`) };
    case "record":
      return {
        type: "record",
        name: node.id,
        fields: node.fields.map(({ type }, index) => ({
          name: `f${index}`,
          type: avscSchema(type),
        })),
      };
  }
}

function converterOf(node: AvroNode, named: Map<string, Convert>): Convert {
  switch (node.kind) {
    case "primitive":
      return scalarConverter(node.decimalScale);
    case "fixed": {
      const convert = scalarConverter(node.decimalScale);
      named.set(node.id, convert);
      return convert;
    }
    case "reference":
      // Looked up late: a record may hold itself.
      return (value) => named.get(node.id)?.(value);
    case "array": {
      const convert = converterOf(node.values, named);
      return (value) => (value as unknown[]).map(convert);
    }
    case "map": {
      const convert = converterOf(node.values, named);
      return (value) =>
        Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, convert(v)]));
    }
    case "enum": {
      const convert: Convert = (value) => node.symbols[Number(String(value).slice(1))];
      named.set(node.id, convert);
      return convert;
    }
    case "union": {
      const branches = new Map(
        node.branches.map((branch) => [branchName(branch), converterOf(branch, named)]),
      );
      return (value) => {
        if (value === null) return null;
        const [[name, wrapped] = ["", value]] = Object.entries(value as object);
        return branches.get(name)?.(wrapped);
      };
    }
    case "record": {
      const fields: [string, string, Convert][] = [];
      const convert: Convert = (value) => {
        const record: Record<string, unknown> = {};
        for (const [name, key, convertField] of fields) {
          record[name] = convertField((value as Record<string, unknown>)[key]);
        }
        return record;
      };
      named.set(node.id, convert);
      node.fields.forEach(({ name, type }, index) => {
        fields.push([name, `f${index}`, converterOf(type, named)]);
      });
      return convert;
    }
  }
}

function scalarConverter(decimalScale: number | undefined): Convert {
  if (decimalScale === undefined) return (value) => value;
  return (value) => decimalText(value as Uint8Array, decimalScale);
}

/** How avsc names a branch of a wrapped union. */
function branchName(node: AvroNode): string {
  if (node.kind === "primitive") return node.type;
  return "id" in node ? node.id : node.kind;
}
