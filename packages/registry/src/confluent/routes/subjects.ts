import { writeSetting } from "../../store/confluent-settings.ts";
import {
  type Filter,
  listSubjects,
  type SubjectVersion,
  type SubjectVersionSummary,
  softDeleteVersion,
  subjectVersionById,
} from "../../store/confluent-versions.ts";
import { referrersByNumber } from "../../store/referrers.ts";
import { deleteSchemaRow } from "../../store/schemas.ts";
import { findByHash } from "../../store/versions.ts";
import { refusals } from "../confluent-error.ts";
import { candidateNames, readSubject, render, versionsOf } from "../find-version.ts";
import { assertWritable } from "../mode.ts";
import { pageOf, readFlag, readQuery } from "../read-request.ts";
import { renderVersion } from "../render-schema.ts";
import type { ConfluentContext, ConfluentRequest, ConfluentRoute } from "../route.ts";
import { readSchemaRequest, type SchemaRequest } from "../schema-request.ts";
import { findSchemaOf } from "../settings.ts";
import type { SubjectName } from "../subject-name.ts";
import { matchesPrefix } from "../subject-prefix.ts";

export const subjectRoutes: readonly ConfluentRoute[] = [
  { method: "GET", route: "/subjects", handler: list },
  { method: "POST", route: "/subjects/:subject", handler: lookUp },
  { method: "DELETE", route: "/subjects/:subject", handler: remove },
];

function list(context: ConfluentContext, request: ConfluentRequest): readonly string[] {
  const filter = readFilter(request);
  const matches = matchesPrefix(context, readQuery(request, "subjectPrefix"));
  const names = listSubjects(context.store, filter)
    .map(({ registryName, schemaName }) => ({ registryName, subject: schemaName }))
    .filter(matches)
    .map((name) => render(context, name));
  return pageOf(request, names.sort());
}

/** `deletedOnly` beats `deleted`. */
export function readFilter(request: ConfluentRequest): Filter {
  if (readFlag(request, "deletedOnly")) return "deleted";
  return readFlag(request, "deleted") ? "all" : "live";
}

/** @throws ConfluentError 40401, 40403, 42201 */
function lookUp(context: ConfluentContext, request: ConfluentRequest): unknown {
  const name = readSubject(context, request);
  const filter = readFlag(request, "deleted") ? "all" : "live";
  const schema = readSchemaRequest(context, name, request);
  for (const candidate of candidateNames(context, name)) {
    const found = findSame(context, candidate, schema, filter);
    if (found !== undefined) return renderVersion(context, request, found);
  }
  throw versionsOf(context, name, filter).length === 0
    ? refusals.subjectNotFound(render(context, name))
    : refusals.schemaNotFound();
}

function findSame(
  context: ConfluentContext,
  name: SubjectName,
  asked: SchemaRequest,
  filter: Filter,
): SubjectVersion | undefined {
  const schema = findSchemaOf(context.store, name);
  if (schema === undefined || schema.dataFormat !== asked.dataFormat) return undefined;
  const live = findByHash(context.store, schema.id, asked.hash);
  if (live?.status === "AVAILABLE" && filter !== "deleted") {
    return subjectVersionById(context.store, live.schemaVersionId);
  }
  const found = versionsOf(context, name, filter).findLast(({ definitionHash }) =>
    asked.hash.equals(definitionHash),
  );
  return found && subjectVersionById(context.store, found.schemaVersionId);
}

/** Answers with the numbers of the versions that went. */
function remove(context: ConfluentContext, request: ConfluentRequest): number[] {
  const name = readSubject(context, request);
  const permanent = readFlag(request, "permanent");
  const versions = versionsOf(context, name, "all");
  const live = versions.filter(({ deletedTime }) => deletedTime === null);
  const subject = render(context, name);
  if (versions.length === 0) throw refusals.subjectNotFound(subject);
  if (!permanent && live.length === 0) throw refusals.subjectSoftDeleted(subject);
  assertWritable(context, name);
  const going = permanent ? versions : live;
  assertUnreferenced(context, name, going, permanent);
  if (permanent && live.length > 0) throw refusals.subjectNotSoftDeleted(subject);
  if (permanent) removeForGood(context, name);
  else for (const { schemaVersionId } of going) softDelete(context, schemaVersionId);
  return going.map(({ versionNumber }) => versionNumber);
}

/** A subject may refer to itself. */
function assertUnreferenced(
  context: ConfluentContext,
  name: SubjectName,
  going: readonly SubjectVersionSummary[],
  permanent: boolean,
): void {
  const referrers = referrersByNumber(context.store, name, permanent ? "all" : "live");
  for (const { versionNumber, schemaId } of going) {
    const others = referrers.get(versionNumber)?.filter((other) => other.schemaId !== schemaId);
    if (others === undefined || others.length === 0) continue;
    throw refusals.referenceExists(render(context, name), versionNumber);
  }
}

/** With versions that Glue refused, and with what is configured for the subject. */
export function removeForGood({ store }: ConfluentContext, name: SubjectName): void {
  const schema = findSchemaOf(store, name);
  if (schema !== undefined) deleteSchemaRow(store, schema.id);
  writeSetting(store, name, {});
}

function softDelete({ store, now }: ConfluentContext, schemaVersionId: string): void {
  softDeleteVersion(store, schemaVersionId, now);
}
