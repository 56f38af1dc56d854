import protobuf from "protobufjs";
import { memberName, setOwn } from "../avro/avro-decoder.ts";
import { quote, SourceBuilder } from "../avro/source-builder.ts";

/** What an ExactReader has read, as a plain object. */
export type MessageToValue = (message: object) => object;

/**
 * Generates what makes a plain object of a decoded message: 64-bit integers exact, enums by name,
 * bytes as Buffer, maps as objects. A field that tracks presence is there only where it was set;
 * the others have their default. Generated, because a question asked per field and record costs
 * more than the reading of it.
 */
export function compileMessageToValue(type: protobuf.Type): MessageToValue {
  const source = new SourceBuilder();
  const name = new ValueGenerator(source).message(type);
  return source.build(name) as MessageToValue;
}

/** Generates a function per message type; `m` is the message, `x` what stands in a field of it. */
class ValueGenerator {
  readonly #source: SourceBuilder;
  readonly #types = new Map<protobuf.Type, string>();
  readonly #hasOwn: string;
  readonly #setOwn: string;

  constructor(source: SourceBuilder) {
    this.#source = source;
    this.#hasOwn = source.constant(Object.hasOwn);
    this.#setOwn = source.constant(setOwn);
  }

  message(type: protobuf.Type): string {
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const name = this.#source.reserve();
    this.#types.set(type, name);
    const fields = type.fieldsArray;
    const firstOptional = fields.findIndex(tracksPresence);
    const always = firstOptional < 0 ? fields : fields.slice(0, firstOptional);
    const members = always.map((field) => `${memberName(field.name)}: ${this.#always(field)}`);
    const rest = fields.slice(always.length).map((field) => {
      const own = this.#hasOwnField(field);
      if (!tracksPresence(field)) return this.#set("v", field.name, this.#always(field));
      const item = this.#single(field, read(field));
      return `if (${own}) ${this.#set("v", field.name, item)}`;
    });
    this.#source.define(
      name,
      "m",
      `const v = {${members.join(", ")}}; ${rest.join(" ")} return v;`,
    );
    return name;
  }

  /** Of a field that always has a value: its default stands in the prototype of the message. */
  #always(field: protobuf.Field): string {
    if (field.name === "__proto__") return this.#source.constant(field.typeDefault);
    const own = read(field);
    const item = this.#single(field, "x");
    if (field instanceof protobuf.MapField) {
      const body = `const map = {}; for (const key of Object.keys(m)) {const x = m[key]; ${this.#setOwn}(map, key, ${item});} return map;`;
      return `${this.#source.share("m", body)}(${own})`;
    }
    if (isPrintedMap(field)) return `${this.#printedMap(field.resolvedType)}(${own})`;
    if (!field.repeated) return this.#single(field, own);
    if (item === "x") return own;
    return `${this.#source.share("m", `return m.map((x) => ${item});`)}(${own})`;
  }

  /** An entry without a value has an empty message, not none. */
  #printedMap(entryType: protobuf.Type): string {
    const convert = this.message(entryType);
    const valueType = entryType.fields.value?.resolvedType;
    const isMessage = valueType instanceof protobuf.Type;
    const empty = isMessage
      ? `${this.message(valueType)}(${this.#source.constant(() => valueType.create())}())`
      : "undefined";
    const body = `const map = {}; for (const entry of m) {const {key, value} = ${convert}(entry); ${this.#setOwn}(map, String(key), value ?? ${empty});} return map;`;
    return this.#source.share("m", body);
  }

  #single(field: protobuf.Field, own: string): string {
    const { resolvedType } = field;
    if (resolvedType instanceof protobuf.Enum) {
      const names = this.#source.constant(
        new Map(Object.entries(resolvedType.valuesById).map(([id, name]) => [Number(id), name])),
      );
      return `(${names}.get(${own}) ?? ${own})`;
    }
    if (resolvedType instanceof protobuf.Type) return `${this.message(resolvedType)}(${own})`;
    // protobufjs' own zero is an object.
    if (isWide(field.type))
      return field.repeated ? own : `(typeof ${own} === "object" ? 0 : ${own})`;
    // A copy: what is read outlives the batch of records that it came in.
    if (field.type === "bytes") return `${this.#source.constant(copyBytes)}(${own})`;
    return own;
  }

  #hasOwnField({ name }: protobuf.Field): string {
    return `${this.#hasOwn}(m, ${quote(name)})`;
  }

  #set(target: string, name: string, value: string): string {
    if (name === "__proto__") return `${this.#setOwn}(${target}, ${quote(name)}, ${value});`;
    return `${target}[${quote(name)}] = ${value};`;
  }
}

function copyBytes(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes);
}

function read({ name }: protobuf.Field): string {
  return `m[${quote(name)}]`;
}

function tracksPresence(field: protobuf.Field): boolean {
  if (field instanceof protobuf.MapField || field.repeated) return false;
  return field.hasPresence || field.resolvedType instanceof protobuf.Type;
}

/**
 * AWS's serializer prints the map `counts` as `repeated CountsEntry counts`, where CountsEntry has
 * the option that protoc sets inside.
 */
export function isPrintedMap(
  field: protobuf.Field,
): field is protobuf.Field & { readonly resolvedType: protobuf.Type } {
  const { resolvedType } = field;
  if (!field.repeated || !(resolvedType instanceof protobuf.Type)) return false;
  return resolvedType.options?.map_entry === true;
}

export function isWide(type: string): boolean {
  return /^(u?int64|sint64|s?fixed64)$/.test(type);
}
