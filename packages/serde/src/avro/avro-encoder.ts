import { WeirError } from "@weir/core";
import { chooseBranch, isLong, isObject, toDecimal } from "./accept-value.ts";
import { AvroBytesWriter } from "./avro-bytes-writer.ts";
import type { AvroField, AvroNode, AvroRecordNode, AvroUnionNode } from "./avro-schema.ts";
import { defaultValue } from "./default-value.ts";
import { findMisfit } from "./find-misfit.ts";
import { isRecursive } from "./node-facts.ts";
import { quote, SourceBuilder } from "./source-builder.ts";

/**
 * The bytes of a value after those of `header`. Takes what decoding gives: bigint or number for a
 * long, text for a decimal, the plain value for a union; a field that is not there takes its
 * default. Throws WeirError ENCODE_FAILED with the place where the value does not fit.
 */
export type Encode = (value: unknown, header: Uint8Array) => Buffer;

type WriteValue = (writer: AvroBytesWriter, value: unknown) => void;

/** Compiles a parsed schema. */
export function compileAvroEncoder(root: AvroNode): Encode {
  const source = new SourceBuilder();
  const generator = new WriterGenerator(source);
  const name = source.reserve();
  source.define(name, "t, x", generator.statement(root));
  const write = source.build(name) as WriteValue;
  let idle: AvroBytesWriter | undefined = new AvroBytesWriter();
  return (value, header) => {
    // A getter of the value may encode another one.
    const writer = idle ?? new AvroBytesWriter();
    idle = undefined;
    writer.start(header.length);
    try {
      write(writer, value);
      return writer.finish(header);
    } catch (cause) {
      throw describeFailure(root, value, cause);
    } finally {
      idle = writer;
    }
  };
}

/** Thrown by generated code; the place is looked for only then. */
const misfit = new Error("the value does not fit the schema");

function describeFailure(root: AvroNode, value: unknown, cause: unknown): WeirError {
  const isDeep = cause instanceof RangeError;
  const found = isDeep ? undefined : findMisfit(root, value);
  if (found === undefined) {
    const reason = isDeep ? "it is nested too deeply, or holds itself" : String(cause);
    return new WeirError("ENCODE_FAILED", `the value cannot be written: ${reason}`, { cause });
  }
  const { path, expected, received } = found;
  const where = path === "" ? "the value" : `the field ${path}`;
  return new WeirError(
    "ENCODE_FAILED",
    `${where} does not fit the schema: expected ${expected}, received ${received}`,
    { details: { ...found } },
  );
}

/** Generates a function per record. `t` is the writer, `x` the value. */
class WriterGenerator {
  readonly #source: SourceBuilder;
  readonly #records = new Map<AvroRecordNode, string>();
  readonly #misfit: string;

  constructor(source: SourceBuilder) {
    this.#source = source;
    this.#misfit = source.constant(misfit);
  }

  /** Source of statements that write `x`, or throw. */
  statement(node: AvroNode): string {
    switch (node.kind) {
      case "primitive":
        return this.#primitive(node);
      case "fixed":
        return this.#bytes(node.decimalScale, node.size);
      case "enum": {
        const numbers = this.#source.constant(
          new Map(node.symbols.map((symbol, index) => [symbol, index])),
        );
        return `x = ${numbers}.get(x); ${this.#unless("x !== undefined")} t.writeInt(x);`;
      }
      case "array": {
        const item = this.#source.share("t, x", this.statement(node.values));
        return `${this.#unless("Array.isArray(x)")} if (x.length > 0) {t.writeLong(x.length); for (let i = 0; i < x.length; i++) ${item}(t, x[i]);} t.writeByte(0);`;
      }
      case "map": {
        const item = this.#source.share("t, x", this.statement(node.values));
        return `${this.#unless(`${this.#source.constant(isObject)}(x)`)} {const keys = Object.keys(x); if (keys.length > 0) {t.writeLong(keys.length); for (const key of keys) {t.writeString(key); ${item}(t, x[key]);}} t.writeByte(0);}`;
      }
      case "union":
        return `${this.#union(node)}(t, x);`;
      case "record":
        return `${this.#record(node)}(t, x);`;
    }
  }

  #unless(condition: string): string {
    return `if (!(${condition})) throw ${this.#misfit};`;
  }

  #primitive(node: Extract<AvroNode, { kind: "primitive" }>): string {
    switch (node.type) {
      case "null":
        return this.#unless("x === null || x === undefined");
      case "boolean":
        return `${this.#unless('typeof x === "boolean"')} t.writeBoolean(x);`;
      case "int":
        return `${this.#unless('typeof x === "number" && (x | 0) === x')} t.writeInt(x);`;
      case "long":
        return `${this.#unless(`Number.isSafeInteger(x) || ${this.#source.constant(isLong)}(x)`)} t.writeLong(x);`;
      case "float":
        return `${this.#unless('typeof x === "number"')} t.writeFloat(x);`;
      case "double":
        return `${this.#unless('typeof x === "number"')} t.writeDouble(x);`;
      case "string":
        return `${this.#unless('typeof x === "string"')} t.writeString(x);`;
      case "bytes":
        return this.#bytes(node.decimalScale);
    }
  }

  #bytes(scale: number | undefined, size?: number): string {
    const decimal =
      scale === undefined
        ? ""
        : `if (!(x instanceof Uint8Array)) x = ${this.#source.constant(toDecimal)}(x, ${scale}, ${size});`;
    const fits = size === undefined ? "" : ` && x.length === ${size}`;
    const write = size === undefined ? "t.writeBytes(x);" : "t.writeFixed(x);";
    return `${decimal} ${this.#unless(`x instanceof Uint8Array${fits}`)} ${write}`;
  }

  #union(union: AvroUnionNode): string {
    const { branches } = union;
    const isNull = (node: AvroNode) => node.kind === "primitive" && node.type === "null";
    const nullIndex = branches.findIndex(isNull);
    const [only, ...more] = branches.filter((node) => !isNull(node));
    const begin =
      nullIndex < 0 ? "" : `if (x === null || x === undefined) return t.writeInt(${nullIndex});`;
    if (only !== undefined && more.length === 0) {
      const index = branches.indexOf(only);
      return this.#source.share("t, x", `${begin} t.writeInt(${index}); ${this.statement(only)}`);
    }
    const choose = `const chosen = ${this.#source.constant((value: unknown) => chooseBranch(union, value))}(x); ${this.#unless("chosen !== undefined")}`;
    const cases = branches.map(
      (branch, index) => `case ${index}: {${this.statement(branch)} break;}`,
    );
    const body = `${begin} ${choose} x = chosen.value; t.writeInt(chosen.index); switch (chosen.index) {${cases.join(" ")}}`;
    return this.#source.share("t, x", body);
  }

  #record(record: AvroRecordNode): string {
    const known = this.#records.get(record);
    if (known !== undefined) return known;
    const name = this.#source.reserve();
    this.#records.set(record, name);
    const fields = record.fields.map((field) => {
      const missing = field.default === undefined ? "" : this.#default(field);
      return `x = value[${quote(field.name)}]; ${missing} ${this.statement(field.type)}`;
    });
    const [enter, leave] = isRecursive(record) ? ["t.enter();", "t.leave();"] : ["", ""];
    const body = `${this.#unless('typeof value === "object" && value !== null && !Array.isArray(value)')} ${enter} let x; ${fields.join("\n")} ${leave}`;
    this.#source.define(name, "t, value", body);
    return name;
  }

  #default(field: AvroField): string {
    const value = this.#source.constant(defaultValue(field.type, field.default));
    return `if (x === undefined) x = ${value};`;
  }
}
