import protobuf from "protobufjs";
import { quote, SourceBuilder } from "../avro/source-builder.ts";
import { isPrintedMap, isWide } from "./message-to-value.ts";
import { fieldMessage, valueToMessage } from "./value-to-message.ts";

/** What protobufjs writes of a value. Throws WeirError ENCODE_FAILED with the place. */
export type ToMessage = (value: unknown) => object;

/** Thrown by generated code; the place is looked for only then. */
const misfit = new Error("the value does not fit the schema");

/**
 * `valueToMessage` generated for one type: the same questions, each asked by name. A value that fits
 * as it is, is its own message, and is copied only where something in it is written otherwise.
 */
export function compileToMessage(type: protobuf.Type): ToMessage {
  const source = new SourceBuilder();
  const name = new MessageGenerator(source).message(type);
  const fast = source.build(name) as ToMessage;
  return (value) => {
    try {
      return fast(value);
    } catch {
      return valueToMessage(type, value);
    }
  };
}

/** Generates a function per message type; `x` is the value, `m` the message, `y` a field of it. */
class MessageGenerator {
  readonly #source: SourceBuilder;
  readonly #types = new Map<protobuf.Type, string>();
  readonly #misfit: string;
  readonly #hasOwn: string;

  constructor(source: SourceBuilder) {
    this.#source = source;
    this.#misfit = source.constant(misfit);
    this.#hasOwn = source.constant(Object.hasOwn);
  }

  message(type: protobuf.Type): string {
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const name = this.#source.reserve();
    this.#types.set(type, name);
    const oneofs = type.oneofsArray.filter(({ fieldsArray }) => fieldsArray.length > 1);
    const counters = oneofs.map((_, index) => `, o${index} = 0`).join("");
    const fields = type.fieldsArray.map((field) => {
      const index = oneofs.findIndex((oneof) => oneof.fieldsArray.includes(field));
      return this.#field(field, index < 0 ? "" : `o${index}++;`);
    });
    const tooMany = oneofs.map((_, index) => ` || o${index} > 1`).join("");
    // What is left over is a name that the message does not have.
    const isPlainValue = `${this.#source.constant(isPlain)}(x)`;
    const body = `${this.#unless(isPlainValue)} let m = x, n = 0, y${counters}; ${fields.join("\n")}
      for (const name in x) n--; if (n !== 0${tooMany}) throw ${this.#misfit}; return m;`;
    this.#source.define(name, "x", body);
    return name;
  }

  #field(field: protobuf.Field, count: string): string {
    const name = quote(field.name);
    const absent = field.required
      ? `throw ${this.#misfit};`
      : `if (${this.#hasOwn}(x, ${name})) n++;`;
    return `y = x[${name}]; if (y === undefined || y === null) {${absent}} else {n++; ${count} ${this.#present(field)}}`;
  }

  #present(field: protobuf.Field): string {
    const { resolvedType } = field;
    const isCollection = field instanceof protobuf.MapField || isPrintedMap(field);
    const isWideList = field.repeated && isWide(field.type);
    if (isCollection || isWideList || field.name === "__proto__") return this.#generic(field);
    if (field.repeated) return this.#list(field);
    if (resolvedType instanceof protobuf.Type) {
      return this.#replace(field, `${this.message(resolvedType)}(y)`);
    }
    if (resolvedType instanceof protobuf.Enum) {
      return `if (typeof y === "number") {${this.#unless("(y | 0) === y")}} else {${this.#replace(field, this.#enumNumber(resolvedType, "y"))}}`;
    }
    if (isWide(field.type)) {
      const least = field.type === "uint64" || field.type === "fixed64" ? " && y >= 0" : "";
      return `if (!(Number.isSafeInteger(y)${least})) {${this.#generic(field)}}`;
    }
    return this.#unless(accepts(field.type, "y"));
  }

  #list(field: protobuf.Field): string {
    const { resolvedType } = field;
    const isArray = this.#unless("Array.isArray(y)");
    if (resolvedType instanceof protobuf.Type) {
      const convert = this.message(resolvedType);
      return `${isArray} ${this.#replace(field, `y.map((z) => ${convert}(z))`)}`;
    }
    if (resolvedType instanceof protobuf.Enum) return this.#generic(field);
    return `${isArray} for (const z of y) ${this.#unless(accepts(field.type, "z"))}`;
  }

  #enumNumber(type: protobuf.Enum, own: string): string {
    const numbers = new Map(Object.entries(type.values));
    const find = this.#source.constant((name: string) => numbers.get(name) ?? fail());
    return `${find}(${own})`;
  }

  #generic(field: protobuf.Field): string {
    const convert = this.#source.constant((value: unknown) => fieldMessage(field, value, ""));
    return this.#replace(field, `${convert}(y)`);
  }

  #replace({ name }: protobuf.Field, value: string): string {
    return `{const z = ${value}; if (z !== y) {if (m === x) m = {...x}; m[${quote(name)}] = z;}}`;
  }

  #unless(condition: string): string {
    return `if (!(${condition})) throw ${this.#misfit};`;
  }
}

function fail(): never {
  throw misfit;
}

/** Whether all that can be read of an object by name is its own. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Source of the question whether a scalar of 32 bits or no number can be written as it is. */
function accepts(type: string, own: string): string {
  switch (type) {
    case "double":
    case "float":
      return `typeof ${own} === "number"`;
    case "bool":
      return `typeof ${own} === "boolean"`;
    case "string":
      return `typeof ${own} === "string"`;
    case "bytes":
      return `${own} instanceof Uint8Array`;
    case "uint32":
    case "fixed32":
      return `typeof ${own} === "number" && ${own} >>> 0 === ${own}`;
    default:
      return `typeof ${own} === "number" && (${own} | 0) === ${own}`;
  }
}
