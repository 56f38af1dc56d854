import {
  assertValidSchema,
  canonicalForm,
  type DataFormat,
  type SchemaReference,
} from "@weir/schema";
import { resolveReferences } from "../resolve-references.ts";
import { hashDefinition, type StoredReference } from "../store/definition-hash.ts";
import { refusals } from "./confluent-error.ts";
import { plainAvro } from "./plain-avro.ts";
import { readProtobufText } from "./protobuf-descriptor.ts";
import {
  readBody,
  readFlag,
  readMember,
  readNumber,
  readSchemaType,
  refuseUnsupported,
} from "./read-request.ts";
import { normalizeReferences, readReferences } from "./references.ts";
import { refuseInvalid } from "./refuse-invalid.ts";
import type { ConfluentContext, ConfluentRequest } from "./route.ts";
import { normalizeInScope } from "./settings.ts";
import type { SubjectName } from "./subject-name.ts";

/** AWS Glue's limit, which every schema of the store keeps. */
const maxDefinitionLength = 170_000;

/** A schema that a client sent, parsed with what it refers to. */
export interface SchemaRequest {
  readonly dataFormat: DataFormat;
  readonly definition: string;
  readonly references: readonly StoredReference[];
  readonly resolved: readonly SchemaReference[];
  /** Of the canonical definition and the references. */
  readonly hash: Buffer;
  /** Only IMPORT mode allows one. */
  readonly id?: number;
  readonly version?: number;
}

/**
 * Definitions are compared by the store's canonical form (white space and the order of object keys
 * do not count); `normalize` adds that the order of references does not count either.
 *
 * @throws ConfluentError 42201 where the schema or a reference is invalid, 42209, 422xx
 */
export function readSchemaRequest(
  context: ConfluentContext,
  name: SubjectName,
  request: ConfluentRequest,
): SchemaRequest {
  const body = readBody(request);
  const dataFormat = readSchemaType(body);
  refuseUnsupported(body, ["ruleSet", "metadata", "schemaTagsToAdd", "schemaTagsToRemove"]);
  const text = readMember(body, "schema", "string") ?? "";
  if (text.trim() === "") throw refusals.invalidSchema("Empty schema");
  if (text.length > maxDefinitionLength) throw refusals.tooLarge();
  const definition = readText(dataFormat, text);
  if (definition.length > maxDefinitionLength) throw refusals.tooLarge();
  const { store, defaultRegistry } = context;
  const names = { parentRegistry: name.registryName, defaultRegistry };
  const given = readReferences(store, body, names);
  const normalize = readFlag(request, "normalize") || normalizeInScope(store, name);
  const references = normalize ? normalizeReferences(given) : given;
  const resolved = resolveReferences(store, references);
  const id = readNumber(body, "id", 0);
  const version = readNumber(body, "version", 1);
  return {
    dataFormat,
    definition,
    references,
    resolved,
    hash: refuseInvalid(dataFormat, () => {
      assertValidSchema(dataFormat, definition, resolved);
      canonicalForm(dataFormat, definition);
      return hashDefinition(dataFormat, definition, references);
    }),
    ...(id === undefined ? {} : { id }),
    ...(version === undefined ? {} : { version }),
  };
}

/** What is kept: the text as it came, unless the format has two ways to say the same. */
function readText(dataFormat: DataFormat, text: string): string {
  if (dataFormat === "AVRO") return plainAvro(text);
  return dataFormat === "PROTOBUF" ? readProtobufText(text) : text;
}
