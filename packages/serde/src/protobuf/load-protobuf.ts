import {
  type ProtobufFile,
  parseProtobuf,
  protobufMessageIndex,
  type SchemaReference,
} from "@weir/schema";
import protobuf from "protobufjs";
import descriptor from "protobufjs/google/protobuf/descriptor.json" with { type: "json" };
import { wellKnownFiles } from "./well-known-files.ts";

export interface LoadedProtobuf {
  /** As @weir/schema has it: the names and their order. */
  readonly file: ProtobufFile;
  /** Full names; the position is the message index of AWS. */
  readonly messageNames: readonly string[];
  /** Throws where there is no such message. */
  readonly messageType: (fullName: string) => protobuf.Type;
}

/**
 * Parses a Protobuf schema with the files it imports. The judgement is that of @weir/schema, the
 * data is left to protobufjs. Nothing is read from disk or network.
 */
export function loadProtobuf(
  definition: string,
  references: readonly SchemaReference[] = [],
): LoadedProtobuf {
  const file = parseProtobuf(definition, references);
  const root = new protobuf.Root();
  const loaded = new Set<string>();
  const known = new Map(flatten(references).map(({ name, definition: text }) => [name, text]));
  const load = (text: string) => {
    const { imports = [], weakImports = [] } = protobuf.parse(text, root, { keepCase: true });
    for (const path of [...imports, ...weakImports]) loadImport(path);
  };
  const loadImport = (path: string) => {
    if (loaded.has(path)) return;
    loaded.add(path);
    const text = known.get(path) ?? wellKnownFiles[path];
    if (text !== undefined) return load(text);
    const json =
      path === "google/protobuf/descriptor.proto" ? descriptor : protobuf.common.get(path);
    // What is missing was said by @weir/schema, or has no message that data could be of.
    if (json?.nested) root.addJSON(json.nested);
  };
  load(definition);
  root.resolveAll();
  return {
    file,
    messageNames: protobufMessageIndex(file),
    messageType: (fullName) => root.lookupType(`.${fullName}`),
  };
}

function flatten(references: readonly SchemaReference[]): readonly SchemaReference[] {
  return references.flatMap((reference) => [reference, ...flatten(reference.references ?? [])]);
}
