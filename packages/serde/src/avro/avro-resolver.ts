/**
 * Reads what one schema has written as another one wants it: Avro's schema resolution.
 * https://avro.apache.org/docs/1.11.1/specification/#schema-resolution
 */
import type { AvroBytesReader } from "./avro-bytes-reader.ts";
import { type Decode, decodeWith, generateReader, type ReadValue, setOwn } from "./avro-decoder.ts";
import type {
  AvroEnumNode,
  AvroField,
  AvroFixedNode,
  AvroNode,
  AvroRecordNode,
} from "./avro-schema.ts";
import { decimalText } from "./decimal.ts";
import { defaultValue } from "./default-value.ts";
import { createLeastBytes, describeNode } from "./node-facts.ts";
import { promotionOf } from "./promotion.ts";

/**
 * Compiles a pair. Throws where no value of the writer can be read; a branch of a union or a symbol
 * that the reader lacks fails only at the value that has it, as in Java.
 */
export function compileAvroResolver(writer: AvroNode, reader: AvroNode): Decode {
  return decodeWith(new Resolver().resolve(writer, reader));
}

class Resolver {
  readonly #records = new Map<AvroRecordNode, Map<AvroRecordNode, ReadValue>>();
  readonly #leastBytes = createLeastBytes();

  resolve(writer: AvroNode, reader: AvroNode): ReadValue {
    if (writer.kind === "union") return this.#fromUnion(writer.branches, reader);
    if (reader.kind === "union") return this.#toUnion(writer, reader.branches);
    if (writer.kind === "primitive" && reader.kind === "primitive") {
      return promotionOf(writer, reader) ?? cannotRead(writer, reader);
    }
    if (writer.kind === "enum" && reader.kind === "enum" && isNamedAlike(writer, reader)) {
      return readEnum(writer, reader);
    }
    if (writer.kind === "fixed" && reader.kind === "fixed" && isNamedAlike(writer, reader)) {
      return writer.size === reader.size ? readFixed(writer, reader) : cannotRead(writer, reader);
    }
    if (writer.kind === "array" && reader.kind === "array") {
      return this.#array(writer.values, reader.values);
    }
    if (writer.kind === "map" && reader.kind === "map") {
      return this.#map(writer.values, reader.values);
    }
    // The names of records are not compared: neither does Java.
    if (writer.kind === "record" && reader.kind === "record") return this.#record(writer, reader);
    return cannotRead(writer, reader);
  }

  #fromUnion(branches: readonly AvroNode[], reader: AvroNode): ReadValue {
    const reads = branches.map((branch) => this.#attempt(branch, reader));
    const failed = reads.every((read) => typeof read === "string");
    if (failed) throw new Error(reads.join("; ") || "a union without branches has no value");
    return (t) => {
      const read = reads[t.readIndex(reads.length, "union branch")] as ReadValue | string;
      if (typeof read === "string") throw new Error(read);
      return read(t);
    };
  }

  /** The branch of the same type and name, else the first that can read it. */
  #toUnion(writer: AvroNode, branches: readonly AvroNode[]): ReadValue {
    const alike = branches.filter((branch) => isSameType(writer, branch));
    for (const branch of [...alike, ...branches]) {
      const read = this.#attempt(writer, branch);
      if (typeof read !== "string") return read;
    }
    return cannotRead(writer, { kind: "union", branches });
  }

  /** What reads it, or why nothing does. */
  #attempt(writer: AvroNode, reader: AvroNode): ReadValue | string {
    try {
      return this.resolve(writer, reader);
    } catch (error) {
      return (error as Error).message;
    }
  }

  #array(writer: AvroNode, reader: AvroNode): ReadValue {
    const read = this.resolve(writer, reader);
    const itemBytes = this.#leastBytes(writer);
    return (t) => {
      const list: unknown[] = [];
      forEachItem(t, itemBytes, () => list.push(read(t)));
      return list;
    };
  }

  #map(writer: AvroNode, reader: AvroNode): ReadValue {
    const read = this.resolve(writer, reader);
    const itemBytes = this.#leastBytes(writer) + 1;
    return (t) => {
      const map = {};
      forEachItem(t, itemBytes, () => setOwn(map, t.readString(), read(t)));
      return map;
    };
  }

  #record(writer: AvroRecordNode, reader: AvroRecordNode): ReadValue {
    const known = this.#records.get(writer)?.get(reader);
    if (known !== undefined) return known;
    const steps: { readonly target: number; readonly read: ReadValue }[] = [];
    const missing: { readonly target: number; readonly make: () => unknown }[] = [];
    const isFree = this.#leastBytes(writer) === 0;
    const readRecord: ReadValue = (t) => {
      t.enter();
      if (isFree) t.takeFreeValues(1);
      const values: unknown[] = new Array(reader.fields.length);
      for (const { target, read } of steps) {
        const value = read(t);
        if (target >= 0) values[target] = value;
      }
      for (const { target, make } of missing) values[target] = make();
      const record = {};
      reader.fields.forEach(({ name }, index) => {
        setOwn(record, name, values[index]);
      });
      t.leave();
      return record;
    };
    const ofWriter = this.#records.get(writer) ?? new Map<AvroRecordNode, ReadValue>();
    this.#records.set(writer, ofWriter.set(reader, readRecord));
    try {
      this.#planFields(writer, reader, steps, missing);
    } catch (error) {
      ofWriter.delete(reader);
      throw error;
    }
    return readRecord;
  }

  #planFields(
    writer: AvroRecordNode,
    reader: AvroRecordNode,
    steps: { target: number; read: ReadValue }[],
    missing: { target: number; make: () => unknown }[],
  ): void {
    for (const field of writer.fields) {
      const target = targetOf(field, writer, reader);
      const wanted = reader.fields[target];
      const read =
        wanted === undefined ? generateReader(field.type) : this.resolve(field.type, wanted.type);
      steps.push({ target, read });
    }
    reader.fields.forEach((field, target) => {
      if (steps.some((step) => step.target === target)) return;
      if (field.default === undefined) {
        throw new Error(
          `the reader's field ${reader.fullName}.${field.name} has no default, and the writer does not have it`,
        );
      }
      // Made anew each time: a list or a record may be changed by who receives it.
      missing.push({ target, make: () => defaultValue(field.type, field.default) });
    });
  }
}

/** The reader's field of this name, else the one with such an alias; -1 where it wants none. */
function targetOf(field: AvroField, writer: AvroRecordNode, reader: AvroRecordNode): number {
  const named = reader.fields.findIndex(({ name }) => name === field.name);
  if (named >= 0) return named;
  const byAlias = ({ name, aliases }: AvroField) =>
    aliases.includes(field.name) && !writer.fields.some((other) => other.name === name);
  return reader.fields.findIndex(byAlias);
}

function readEnum(writer: AvroEnumNode, reader: AvroEnumNode): ReadValue {
  const symbols = writer.symbols.map((symbol) =>
    reader.symbols.includes(symbol) ? symbol : reader.default,
  );
  return (t) => {
    const index = t.readIndex(symbols.length, "enum symbol");
    const symbol = symbols[index];
    if (symbol !== undefined) return symbol;
    throw new Error(`the enum ${reader.fullName} has no symbol ${writer.symbols[index]}`);
  };
}

function readFixed(writer: AvroFixedNode, reader: AvroFixedNode): ReadValue {
  if (reader.decimalScale === undefined) return (t) => t.readFixed(writer.size);
  const scale = writer.decimalScale ?? reader.decimalScale;
  return (t) => decimalText(t.readFixed(writer.size), scale);
}

function forEachItem(t: AvroBytesReader, itemBytes: number, read: () => void): void {
  for (let left = t.readBlock(itemBytes); left > 0; left = t.readBlock(itemBytes)) {
    for (; left > 0; left--) read();
  }
}

type Named = AvroRecordNode | AvroEnumNode | AvroFixedNode;

/** Namespaces are not compared: as Avro's specification has it. */
function isNamedAlike(writer: Named, reader: Named): boolean {
  const simple = (name: string) => name.slice(name.lastIndexOf(".") + 1);
  if (simple(writer.fullName) === simple(reader.fullName)) return true;
  return reader.aliases.includes(writer.fullName);
}

function isSameType(writer: AvroNode, reader: AvroNode): boolean {
  if (writer.kind === "primitive" && reader.kind === "primitive") {
    return writer.type === reader.type;
  }
  if ("fullName" in writer && "fullName" in reader) {
    return writer.kind === reader.kind && isNamedAlike(writer, reader);
  }
  return writer.kind === reader.kind;
}

function cannotRead(writer: AvroNode, reader: AvroNode): never {
  throw new Error(`${describeNode(writer)} cannot be read as ${describeNode(reader)}`);
}
