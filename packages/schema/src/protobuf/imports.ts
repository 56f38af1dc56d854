import type { SchemaReference } from "../data-format.ts";
import { fail } from "./invalid.ts";
import {
  enumsOf,
  messagesOf,
  type ProtobufExtend,
  type ProtobufFile,
  type VisibleType,
} from "./protobuf-file.ts";
import type { Names } from "./resolve-names.ts";
import { findWellKnownFile } from "./well-known-files.ts";

export interface ParsedFile {
  readonly file: ProtobufFile;
  /** What a file that imports it sees: its own definitions and its public imports. */
  readonly names: Names;
}

type Parse = (text: string, imported: ImportedFiles) => ParsedFile;

const maxReferences = 1000;

/** The files that a schema and its references may import, each parsed once, when it is wanted. */
export class ImportedFiles {
  readonly #definitions = new Map<string, string>();
  readonly #parsed = new Map<string, Names>();
  readonly #underWay = new Set<string>();
  readonly #parse: Parse;
  readonly #allowMissing: boolean;

  constructor(references: readonly SchemaReference[], parse: Parse, allowMissing = false) {
    this.#parse = parse;
    this.#allowMissing = allowMissing;
    const open = [...references];
    for (let reference = open.shift(); reference !== undefined; reference = open.shift()) {
      if (this.#definitions.has(reference.name)) continue;
      if (this.#definitions.size >= maxReferences) fail("too many references", ["imports"]);
      this.#definitions.set(reference.name, reference.definition);
      open.push(...(reference.references ?? []));
    }
  }

  /** `own`: for those who import the file; `visible`: for the file itself. */
  namesAround(file: Omit<ProtobufFile, "visible">): { own: Names; visible: Names } {
    const own = new NameSet();
    own.addPackage(file.package);
    for (const type of [...messagesOf(file.types), ...enumsOf(file.types)]) {
      if (own.types.has(type.fullName)) fail(`${type.fullName} is defined twice`, [type.fullName]);
      own.types.set(type.fullName, type);
    }
    const prefix = (around: string, name: string) => (around === "" ? name : `${around}.${name}`);
    const addExtends = (blocks: readonly ProtobufExtend[], around: string) => {
      for (const { fields } of blocks) {
        for (const { name } of fields) own.extensions.add(prefix(around, name));
      }
    };
    addExtends(file.extends, file.package);
    for (const message of messagesOf(file.types)) addExtends(message.extends, message.fullName);
    const visible = new NameSet();
    visible.add(own);
    for (const { path, public: isPublic } of file.imports) {
      const names = this.#namesOf(path);
      visible.add(names);
      if (isPublic) own.add(names);
    }
    return { own, visible };
  }

  #namesOf(path: string): Names {
    const known = this.#parsed.get(path);
    if (known !== undefined) return known;
    const definition = this.#definitions.get(path);
    if (definition === undefined) return wellKnownNames(path, this.#allowMissing);
    if (this.#underWay.has(path)) fail(`the import of ${path} leads back to it`, importSteps(path));
    this.#underWay.add(path);
    const { names } = this.#parse(definition, this);
    this.#underWay.delete(path);
    this.#parsed.set(path, names);
    return names;
  }
}

function wellKnownNames(path: string, allowMissing: boolean): Names {
  const file = findWellKnownFile(path);
  const names = new NameSet();
  if (file === undefined && allowMissing) {
    names.isPartial = true;
    return names;
  }
  if (file === undefined) {
    fail(
      `the import of ${path} cannot be found: AWS Glue knows Google's well-known files only`,
      importSteps(path),
    );
  }
  names.addPackage(file.package);
  for (const type of file.types) names.types.set(type.fullName, type);
  for (const extension of file.extensions) names.extensions.add(extension);
  return names;
}

function importSteps(path: string): readonly string[] {
  return ["imports", path];
}

class NameSet implements Names {
  readonly types = new Map<string, VisibleType>();
  readonly extensions = new Set<string>();
  readonly packages = new Set<string>();
  isPartial = false;

  add(names: Names): void {
    this.isPartial ||= names.isPartial;
    for (const [fullName, type] of names.types) this.types.set(fullName, type);
    for (const extension of names.extensions) this.extensions.add(extension);
    for (const name of names.packages) this.packages.add(name);
  }

  addPackage(name: string): void {
    for (let around = name; around !== ""; around = around.slice(0, around.lastIndexOf("."))) {
      this.packages.add(around);
      if (!around.includes(".")) break;
    }
  }
}
