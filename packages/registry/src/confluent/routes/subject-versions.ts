import { giveConfluentId } from "../../store/confluent-ids.ts";
import {
  findSubjectVersion,
  hasAnyVersion,
  keepCheckpoint,
  type SubjectVersion,
  softDeleteVersion,
} from "../../store/confluent-versions.ts";
import { referrersByNumber } from "../../store/referrers.ts";
import { deleteVersions } from "../../store/version-changes.ts";
import { refusals } from "../confluent-error.ts";
import { nameOf, readSubject, render, requireVersion, versionsOf } from "../find-version.ts";
import { assertWritable } from "../mode.ts";
import { pageOf, readFlag, readParam, readVersion } from "../read-request.ts";
import { renderReferences } from "../references.ts";
import { registerSchema } from "../register-schema.ts";
import { renderDefinition, renderVersion } from "../render-schema.ts";
import {
  type ConfluentContext,
  type ConfluentRequest,
  type ConfluentRoute,
  PlainText,
} from "../route.ts";
import { readSchemaRequest } from "../schema-request.ts";
import { findSchemaOf } from "../settings.ts";
import type { SubjectName } from "../subject-name.ts";
import { readFilter, removeForGood } from "./subjects.ts";

export const subjectVersionRoutes: readonly ConfluentRoute[] = [
  { method: "GET", route: "/subjects/:subject/versions", handler: list },
  { method: "POST", route: "/subjects/:subject/versions", handler: register },
  { method: "GET", route: "/subjects/:subject/versions/:version", handler: show },
  { method: "GET", route: "/subjects/:subject/versions/:version/schema", handler: showText },
  {
    method: "GET",
    route: "/subjects/:subject/versions/:version/referencedby",
    handler: listReferencedBy,
  },
  { method: "DELETE", route: "/subjects/:subject/versions/:version", handler: remove },
];

function list(context: ConfluentContext, request: ConfluentRequest): readonly number[] {
  const name = readSubject(context, request);
  const asNegative = readFlag(request, "deletedAsNegative");
  const filter = asNegative ? "all" : readFilter(request);
  const visible = versionsOf(context, name, readFilter(request) === "live" ? "live" : "all");
  if (visible.length === 0) throw refusals.subjectNotFound(render(context, name));
  const numbers = versionsOf(context, name, filter).map(({ versionNumber, deletedTime }) =>
    asNegative && deletedTime !== null ? -versionNumber : versionNumber,
  );
  return pageOf(request, numbers);
}

function register(context: ConfluentContext, request: ConfluentRequest): unknown {
  const name = readSubject(context, request);
  if (name.subject === "" || name.subject === "*") {
    throw refusals.invalidSubject(readParam(request, "subject"));
  }
  const version = registerSchema(context, name, readSchemaRequest(context, name, request));
  const references = renderReferences(version, context.defaultRegistry);
  return {
    id: giveConfluentId(context.store, version),
    version: version.versionNumber,
    guid: version.schemaVersionId,
    schemaType: version.dataFormat,
    ...(references.length === 0 ? {} : { references }),
    schema: renderDefinition(context, request, version),
    ts: Date.parse(version.createdTime),
  };
}

function show(context: ConfluentContext, request: ConfluentRequest): unknown {
  return renderVersion(context, request, askedVersion(context, request));
}

function showText(context: ConfluentContext, request: ConfluentRequest): PlainText {
  return new PlainText(renderDefinition(context, request, askedVersion(context, request)));
}

function askedVersion(context: ConfluentContext, request: ConfluentRequest): SubjectVersion {
  const asked = readVersion(readParam(request, "version"));
  const filter = readFlag(request, "deleted") ? "all" : "live";
  return requireVersion(context, readSubject(context, request), asked, filter);
}

/** Ids of the schemas that refer to this version. */
function listReferencedBy(context: ConfluentContext, request: ConfluentRequest): readonly number[] {
  const asked = readVersion(readParam(request, "version"));
  const target = requireVersion(context, readSubject(context, request), asked, "all");
  const filter = readFlag(request, "deleted") ? "all" : "live";
  const referrers = referrersByNumber(context.store, nameOf(target), filter);
  const ids = (referrers.get(target.versionNumber) ?? []).map((referring) =>
    giveConfluentId(context.store, referring),
  );
  return pageOf(
    request,
    [...new Set(ids)].sort((a, b) => a - b),
  );
}

/** Answers with the number that went; `latest` is the newest live one. */
function remove(context: ConfluentContext, request: ConfluentRequest): number {
  const name = readSubject(context, request);
  const permanent = readFlag(request, "permanent");
  const version = versionToDelete(context, name, readVersion(readParam(request, "version")));
  const subject = render(context, name);
  const { versionNumber } = version;
  if (!permanent && version.deletedTime !== null) {
    throw refusals.versionSoftDeleted(subject, versionNumber);
  }
  assertWritable(context, name);
  if (referrersByNumber(context.store, name, permanent ? "all" : "live").has(versionNumber)) {
    throw refusals.referenceExists(subject, versionNumber);
  }
  if (!permanent) {
    softDeleteVersion(context.store, version.schemaVersionId, context.now);
  } else if (version.deletedTime === null) {
    throw refusals.versionNotSoftDeleted(subject, versionNumber);
  } else {
    deleteForGood(context, version);
  }
  return versionNumber;
}

function versionToDelete(
  context: ConfluentContext,
  name: SubjectName,
  asked: number | "latest",
): SubjectVersion {
  const schema = findSchemaOf(context.store, name);
  const filter = asked === "latest" ? "live" : "all";
  const version =
    schema === undefined ? undefined : findSubjectVersion(context.store, schema.id, asked, filter);
  if (version !== undefined) return version;
  throw versionsOf(context, name, "all").length === 0
    ? refusals.subjectNotFound(render(context, name))
    : refusals.versionNotFound(asked);
}

/** The last version takes the subject and its settings with it. */
function deleteForGood(context: ConfluentContext, version: SubjectVersion): void {
  const { store } = context;
  const { schemaId, versionNumber } = version;
  deleteVersions(store, schemaId, versionNumber, versionNumber);
  if (hasAnyVersion(store, schemaId)) keepCheckpoint(store, schemaId);
  else removeForGood(context, nameOf(version));
}
