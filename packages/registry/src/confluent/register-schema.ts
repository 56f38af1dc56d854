import { maxVersionNumber } from "../limits.ts";
import { follow } from "../store/confluent-followers.ts";
import { claimConfluentId, findConfluentId, findIdentity } from "../store/confluent-ids.ts";
import { findSetting, writeSetting } from "../store/confluent-settings.ts";
import {
  findSubjectVersion,
  findSubjectVersionById,
  keepCheckpoint,
  type SubjectVersion,
  setLastVersionNumber,
  subjectVersionById,
} from "../store/confluent-versions.ts";
import { countRegistries, findRegistry, insertRegistry } from "../store/registries.ts";
import { insertSchema, type SchemaRow } from "../store/schemas.ts";
import { insertVersion } from "../store/version-changes.ts";
import { findByHash, hasVersions } from "../store/versions.ts";
import { refusals } from "./confluent-error.ts";
import { judge } from "./judge.ts";
import { assertRegisterMode } from "./mode.ts";
import type { ConfluentContext } from "./route.ts";
import type { SchemaRequest } from "./schema-request.ts";
import { configuredLevel, findSchemaOf } from "./settings.ts";
import { renderContextPrefix, renderSubjectName, type SubjectName } from "./subject-name.ts";

/**
 * Adds a version, or finds the live one of the same schema. A refusal leaves nothing behind: no
 * number is taken, and Glue sees no FAILURE version of it.
 *
 * @throws ConfluentError 409, 42201, 42205
 */
export function registerSchema(
  context: ConfluentContext,
  name: SubjectName,
  candidate: SchemaRequest,
): SubjectVersion {
  const { store, defaultRegistry } = context;
  assertRegisterMode(context, name, candidate.id);
  const importing = candidate.id !== undefined;
  const schema = findSchemaOf(store, name);
  const known = schema === undefined ? undefined : findLive(context, schema, candidate);
  if (known !== undefined) return known;
  if (candidate.id !== undefined) assertFreeId(context, name, candidate.id, candidate);
  if (schema !== undefined && !importing) {
    const reasons = judge(context, schema, candidate);
    const subject = renderSubjectName(name, defaultRegistry);
    if (reasons.length > 0) throw refusals.incompatible(subject, reasons);
  }
  if (schema !== undefined && schema.dataFormat !== candidate.dataFormat) {
    throw refusals.invalidSchema(
      `Invalid schema of type ${candidate.dataFormat}, details: the subject holds ${schema.dataFormat}, and a schema of AWS Glue keeps one format; use another subject, or delete this one for good`,
    );
  }
  if (hasVersions(store, context.policy.maxSchemaVersions)) {
    throw limitReached("schema versions");
  }
  return addVersion(context, schema ?? createSchema(context, name, candidate), candidate);
}

/** A live version of the same schema, unless the client insists on another number or id. */
function findLive(
  context: ConfluentContext,
  schema: SchemaRow,
  candidate: SchemaRequest,
): SubjectVersion | undefined {
  const { store } = context;
  const row = findByHash(store, schema.id, candidate.hash);
  if (row?.status !== "AVAILABLE" || schema.dataFormat !== candidate.dataFormat) return undefined;
  const known = findSubjectVersionById(store, row.schemaVersionId);
  if (known === undefined || candidate.id === undefined) return known;
  const isSameNumber = [undefined, known.versionNumber].includes(candidate.version);
  return isSameNumber && findConfluentId(store, known) === candidate.id ? known : undefined;
}

/** One id means one schema, and one schema has one id, in all contexts. */
function assertFreeId(
  context: ConfluentContext,
  name: SubjectName,
  id: number,
  { dataFormat, hash: definitionHash }: SchemaRequest,
): void {
  const { store, defaultRegistry } = context;
  const given = findConfluentId(store, { dataFormat, definitionHash });
  if (given === id) return;
  if (given !== undefined) {
    throw refusals.notPermitted(`The schema has the id ${given} already; it cannot be ${id} too`);
  }
  if (findIdentity(store, id) === undefined) return;
  const prefix = renderContextPrefix(name.registryName, defaultRegistry);
  throw refusals.notPermitted(
    `Overwrite new schema with id ${id} in context ${prefix} is not permitted.`,
  );
}

/** A registry comes into being as contexts do on Confluent's server: by its first subject. */
function createSchema(
  context: ConfluentContext,
  name: SubjectName,
  candidate: SchemaRequest,
): SchemaRow {
  const { store, now } = context;
  const { registryName, subject: schemaName } = name;
  if (findRegistry(store, registryName) === undefined) {
    if (countRegistries(store) >= context.policy.maxRegistries) throw limitReached("registries");
    insertRegistry(store, { registryName, now });
  }
  const compatibility = configuredLevel(context, name);
  const { dataFormat } = candidate;
  insertSchema(store, {
    ...{ registryName, schemaName, dataFormat, compatibility },
    description: undefined,
    tags: undefined,
    now,
  });
  const schema = findSchemaOf(store, name);
  if (schema === undefined) throw new Error("the schema just inserted is not there");
  const { compatibility: own, ...rest } = findSetting(store, name);
  if (own === undefined) follow(store, schema.id, compatibility);
  // From here on the level stands in the schema's row.
  else writeSetting(store, name, rest);
  return schema;
}

function addVersion(
  context: ConfluentContext,
  schema: SchemaRow,
  candidate: SchemaRequest,
): SubjectVersion {
  const { store, now, newId } = context;
  const next = schema.lastVersionNumber + 1;
  const versionNumber = candidate.version ?? next;
  assertVersionNumber(context, schema, candidate, versionNumber);
  const { definition, references, hash, dataFormat } = candidate;
  if (candidate.id !== undefined && findIdentity(store, candidate.id) === undefined) {
    claimConfluentId(store, candidate.id, { dataFormat, definitionHash: hash });
  }
  const schemaVersionId = newId();
  insertVersion(
    store,
    { ...schema, lastVersionNumber: versionNumber - 1 },
    { schemaVersionId, definition, hash, references, status: "AVAILABLE", now },
  );
  // An imported number may be lower than those given already, or the first and not 1.
  if (versionNumber < next) setLastVersionNumber(store, schema.id, schema.lastVersionNumber);
  keepCheckpoint(store, schema.id);
  return subjectVersionById(store, schemaVersionId);
}

function assertVersionNumber(
  { store }: ConfluentContext,
  schema: SchemaRow,
  { id }: SchemaRequest,
  versionNumber: number,
): void {
  if (id === undefined) {
    const next = schema.lastVersionNumber + 1;
    if (next > maxVersionNumber) throw limitReached("schema versions");
    if (versionNumber === next) return;
    throw refusals.invalidSchema(
      `Version is not one more than previous version: the next one is ${next}`,
    );
  }
  const isTaken = findSubjectVersion(store, schema.id, versionNumber, "all") !== undefined;
  if (!isTaken && versionNumber <= maxVersionNumber) return;
  throw refusals.notPermitted(
    isTaken
      ? `Version ${versionNumber} is there already and is not overwritten`
      : `Version numbers end at ${maxVersionNumber} in AWS Glue`,
  );
}

/** AWS's quotas, which both APIs keep. */
function limitReached(what: string): Error {
  return refusals.notPermitted(
    `More ${what} cannot be created. The maximum limit has been reached.`,
  );
}
