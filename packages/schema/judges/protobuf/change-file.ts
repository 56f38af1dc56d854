import type { Random } from "../../test/protobuf/random.ts";
import {
  addField,
  type EnumSpec,
  type FieldSpec,
  type FileSpec,
  type MessageSpec,
  randomLabel,
  randomType,
  scalars,
} from "./random-file.ts";

interface Target {
  readonly file: FileSpec;
  readonly message: MessageSpec;
  readonly field: FieldSpec;
  readonly random: Random;
}

type Change = (target: Target) => void;

function drop<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}

function withEnum(change: (chosen: EnumSpec, target: Target) => void): Change {
  return (target) => {
    if (target.file.enums.length > 0) change(target.random.pick(target.file.enums), target);
  };
}

function freeNumber(message: MessageSpec): number {
  return Math.max(0, ...message.fields.map((field) => field.number), ...message.reserved) + 1;
}

/** What people do to a schema, each by its name. */
const changes: Readonly<Record<string, Change>> = {
  "add a field": ({ file, message, random }) => addField(file, message, random),
  "add a required field": ({ file, message }) => {
    const label = file.syntax === "proto2" ? "required" : "optional";
    message.fields.push({ name: "needed", number: freeNumber(message), label, type: "string" });
  },
  "drop a field": ({ message, field }) => drop(message.fields, field),
  "drop a field and reserve its number": ({ message, field }) => {
    drop(message.fields, field);
    message.reserved.push(field.number);
  },
  "rename a field": ({ field }) => {
    field.name = `${field.name}_new`;
  },
  "give a field another number": ({ message, field }) => {
    field.number = freeNumber(message);
  },
  "number fields by position": ({ message, field }) => {
    drop(message.fields, field);
    message.reserved = [];
    for (const [index, other] of message.fields.entries()) other.number = index + 1;
  },
  "change a scalar": ({ field, random }) => {
    if (field.type.startsWith("map<")) field.type = `map<string, ${random.pick(scalars)}>`;
    else field.type = random.pick(scalars);
    delete field.default;
  },
  "widen a scalar": ({ field }) => {
    const wider: Readonly<Record<string, string>> = {
      int32: "int64",
      uint32: "uint64",
      sint32: "sint64",
      bool: "int32",
      string: "bytes",
    };
    field.type = wider[field.type] ?? field.type;
    delete field.default;
  },
  "change a type": ({ file, field, random }) => {
    const type = randomType(file, random);
    if (type.startsWith("map<")) {
      field.label = "";
      delete field.oneof;
    }
    field.type = type;
    delete field.default;
    if (file.syntax === "proto2" && field.oneof === undefined && field.label === "") {
      if (!type.startsWith("map<")) field.label = "optional";
    }
  },
  "change a label": ({ file, field, random }) => {
    if (field.type.startsWith("map<") || field.oneof !== undefined) return;
    field.label = randomLabel(file, random);
    delete field.default;
  },
  "make a field required or optional": ({ file, field }) => {
    if (file.syntax === "proto3" || field.oneof !== undefined || field.type.startsWith("map<"))
      return;
    field.label = field.label === "required" ? "optional" : "required";
    delete field.default;
  },
  "move a field into a oneof": ({ field, random }) => {
    if (field.type.startsWith("map<") || field.label === "repeated") return;
    field.label = "";
    field.oneof = random.pick(["one", "two", "three"]);
  },
  "move a field out of a oneof": ({ field }) => {
    if (field.oneof === undefined) return;
    delete field.oneof;
    field.label = "optional";
  },
  "change a default": ({ file, field, random }) => {
    if (file.syntax === "proto2" && field.type === "int32" && field.label === "optional") {
      field.default = String(random.integer(-9, 9));
    }
  },
  "take a reserved number": ({ message, field }) => {
    const number = message.reserved.shift();
    if (number !== undefined) {
      message.fields.push({ ...field, name: `${field.name}_again`, number });
    }
  },
  "drop a reservation": ({ message }) => {
    message.reserved = [];
  },
  "add an enum value": withEnum((chosen) => {
    const number = Math.max(...chosen.values.map((value) => value[1]), ...chosen.reserved) + 1;
    chosen.values.push([`${chosen.name.toUpperCase()}_NEW_${number}`, number]);
  }),
  "drop an enum value": withEnum((chosen, { random }) => {
    const value = chosen.values.at(-1);
    if (value === undefined || chosen.values.length < 2) return;
    chosen.values.pop();
    if (random.chance(0.4)) chosen.reserved.push(value[1]);
  }),
  "rename an enum value": withEnum((chosen, { random }) => {
    const value = random.pick(chosen.values);
    value[0] = `${value[0]}_X`;
  }),
  "swap two enum values": withEnum(({ values }) => {
    const [, second, third] = values;
    if (second === undefined || third === undefined) return;
    [second[0], third[0]] = [third[0], second[0]];
  }),
  "add a message": ({ file, message, random }) => {
    const type = `Extra${random.integer(1, 9)}`;
    if (file.messages.some((other) => other.name === type)) return;
    file.messages.push({ name: type, fields: [], reserved: [] });
    const label = "optional";
    if (random.chance(0.5)) {
      message.fields.push({ name: `extra_${type}`, number: freeNumber(message), label, type });
    }
  },
  "rename a message": ({ file, message }) => {
    const from = message.name;
    const to = `${from}V2`;
    message.name = to;
    const rename = (type: string) => type.replace(new RegExp(`\\b${from}\\b`), to);
    for (const { fields } of file.messages)
      for (const field of fields) field.type = rename(field.type);
    for (const { methods } of file.services) {
      for (const method of methods)
        [method.from, method.to] = [rename(method.from), rename(method.to)];
    }
  },
  "rename the package": ({ file }) => {
    file.package = `${file.package}_v2`;
  },
  "add or drop a service": ({ file, message }) => {
    if (file.services.length > 0) file.services = [];
    else {
      const methods = [{ name: "Get", from: message.name, to: message.name }];
      file.services.push({ name: "Orders", methods });
    }
  },
  "add or drop a method": ({ file, message }) => {
    for (const { methods } of file.services) {
      if (methods.length > 1) methods.pop();
      else methods.push({ name: "Put", from: message.name, to: message.name });
    }
  },
  "change a method": ({ file, message, random }) => {
    for (const { methods } of file.services) {
      for (const method of methods) method.to = random.chance(0.5) ? "stream Order" : message.name;
    }
  },
  "change the order": ({ file, message }) => {
    message.fields.reverse();
    file.messages.reverse();
  },
};

export const changeNames = Object.keys(changes);

/** Changes a file in place by a number of named changes, and says which. */
export function changeFile(file: FileSpec, random: Random, count: number): readonly string[] {
  const done: string[] = [];
  for (let left = count; left > 0; left--) {
    const name = random.pick(changeNames);
    const message = random.pick(file.messages.filter((candidate) => candidate.fields.length > 0));
    if (message === undefined) break;
    changes[name]?.({ file, message, field: random.pick(message.fields), random });
    done.push(name);
  }
  return done;
}
