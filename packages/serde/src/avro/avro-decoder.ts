import { AvroBytesReader } from "./avro-bytes-reader.ts";
import {
  type AvroNode,
  type AvroRecordNode,
  type AvroReference,
  parseAvroSchema,
} from "./avro-schema.ts";
import { decimalText } from "./decimal.ts";
import { createLeastBytes, isRecursive } from "./node-facts.ts";
import { quote, SourceBuilder } from "./source-builder.ts";

/**
 * Decodes one payload, from `start` to the end of the bytes. Integers beyond 2^53-1 are bigint, decimals their exact text, bytes a
 * Buffer, unions their value. Throws where the payload does not fit the schema.
 */
export type Decode = (payload: Buffer, start?: number) => unknown;

/** Reads a value where the reader stands. */
export type ReadValue = (reader: AvroBytesReader) => unknown;

/** Compiles the text of a writer schema. Throws where it is not an Avro schema. */
export function compileAvroDecoder(
  definition: string,
  references: readonly AvroReference[] = [],
): Decode {
  return decodeWith(generateReader(parseAvroSchema(definition, references)));
}

const nothing = Buffer.alloc(0);

/** Wraps what reads a value into what decodes a whole payload. */
export function decodeWith(read: ReadValue): Decode {
  const reader = new AvroBytesReader();
  return (payload, start = 0) => {
    reader.start(payload, start);
    try {
      const value = read(reader);
      reader.assertEnd();
      return value;
    } finally {
      // The payload may be a slice of a large batch.
      reader.bytes = nothing;
    }
  };
}

/**
 * Generates a function per record, in which every field is read by name: objects of one shape, and
 * no question about the schema is left to ask per record. Generic readers ask many.
 */
export function generateReader(root: AvroNode): ReadValue {
  const source = new SourceBuilder();
  const generator = new ReaderGenerator(source);
  const name = source.reserve();
  source.define(name, "t", `return ${generator.expression(root)};`);
  return source.build(name) as ReadValue;
}

const primitiveReads = {
  null: "null",
  boolean: "t.readBoolean()",
  int: "t.readInt()",
  long: "t.readLong()",
  float: "t.readFloat()",
  double: "t.readDouble()",
  bytes: "t.readBytes()",
  string: "t.readString()",
} as const;

class ReaderGenerator {
  readonly #source: SourceBuilder;
  readonly #records = new Map<AvroRecordNode, string>();
  readonly #leastBytes = createLeastBytes();

  constructor(source: SourceBuilder) {
    this.#source = source;
  }

  /** Source of an expression that reads a value; `t` is the reader. */
  expression(node: AvroNode): string {
    switch (node.kind) {
      case "primitive":
        return this.#decimal(primitiveReads[node.type], node.decimalScale);
      case "fixed":
        return this.#decimal(`t.readFixed(${node.size})`, node.decimalScale);
      case "enum": {
        const symbols = this.#source.constant(node.symbols);
        return `${symbols}[t.readIndex(${node.symbols.length}, "enum symbol")]`;
      }
      case "union":
        return `${this.#union(node.branches)}(t)`;
      case "array":
        return `${this.#array(node.values)}(t)`;
      case "map":
        return `${this.#map(node.values)}(t)`;
      case "record":
        return `${this.#record(node)}(t)`;
    }
  }

  #decimal(read: string, scale: number | undefined): string {
    if (scale === undefined) return read;
    return `${this.#source.constant(decimalText)}(${read}, ${scale})`;
  }

  #union(branches: readonly AvroNode[]): string {
    const cases = branches.map(
      (branch, index) => `case ${index}: return ${this.expression(branch)};`,
    );
    const body = `switch (t.readIndex(${branches.length}, "union branch")) {${cases.join(" ")}}`;
    return this.#source.share("t", body);
  }

  #array(values: AvroNode): string {
    const item = this.expression(values);
    return this.#source.share(
      "t",
      `const list = []; ${this.#blocks(values, `list.push(${item});`)} return list;`,
    );
  }

  #map(values: AvroNode): string {
    const set = this.#source.constant(setOwn);
    const put = `const key = t.readString(); ${set}(map, key, ${this.expression(values)});`;
    return this.#source.share("t", `const map = {}; ${this.#blocks(values, put, 1)} return map;`);
  }

  #blocks(values: AvroNode, statement: string, keyBytes = 0): string {
    const next = `t.readBlock(${this.#leastBytes(values) + keyBytes})`;
    return `for (let n = ${next}; n > 0; n = ${next}) for (; n > 0; n--) {${statement}}`;
  }

  #record(record: AvroRecordNode): string {
    const known = this.#records.get(record);
    if (known !== undefined) return known;
    const name = this.#source.reserve();
    this.#records.set(record, name);
    const members = record.fields.map(
      (field) => `${memberName(field.name)}: ${this.expression(field.type)}`,
    );
    const free = record.fields.filter((field) => this.#leastBytes(field.type) === 0).length;
    const begin = [
      record.fields.length === 0 || free > 0 ? `t.takeFreeValues(${Math.max(1, free)});` : "",
      isRecursive(record) ? "t.enter();" : "",
    ];
    const end = isRecursive(record) ? "t.leave();" : "";
    const body = `${begin.join("")} const record = {${members.join(", ")}}; ${end} return record;`;
    this.#source.define(name, "t", body);
    return name;
  }
}

/** In an object literal `"__proto__"` sets the prototype, and `["__proto__"]` does not. */
export function memberName(name: string): string {
  return name === "__proto__" ? `[${quote(name)}]` : quote(name);
}

/** An own member whatever its name: assigning `__proto__` would do something else. */
export function setOwn(target: object, key: string, value: unknown): void {
  if (key === "__proto__") {
    const member = { value, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(target, key, member);
  } else (target as Record<string, unknown>)[key] = value;
}
