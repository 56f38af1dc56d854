import { dataFormats } from "@weir/schema";
import { findIdentity, maxConfluentId } from "../../store/confluent-ids.ts";
import {
  findSubjectVersionById,
  listSubjects,
  listSubjectVersions,
  listVersionsOfSchema,
  type SubjectVersion,
  subjectVersionById,
} from "../../store/confluent-versions.ts";
import { refusals } from "../confluent-error.ts";
import { nameOf, render } from "../find-version.ts";
import { pageOf, readFlag, readId, readParam, readQuery } from "../read-request.ts";
import { renderDefinition, renderVersion } from "../render-schema.ts";
import {
  type ConfluentContext,
  type ConfluentRequest,
  type ConfluentRoute,
  PlainText,
} from "../route.ts";
import { followAlias } from "../settings.ts";
import { parseSubjectName } from "../subject-name.ts";
import { matchesPrefix } from "../subject-prefix.ts";

export const schemaRoutes: readonly ConfluentRoute[] = [
  { method: "GET", route: "/schemas", handler: list },
  { method: "GET", route: "/schemas/types", handler: () => [...dataFormats] },
  { method: "GET", route: "/schemas/ids/:id", handler: show },
  { method: "GET", route: "/schemas/ids/:id/schema", handler: showText },
  { method: "GET", route: "/schemas/ids/:id/subjects", handler: listSubjectsOfId },
  { method: "GET", route: "/schemas/ids/:id/versions", handler: listVersionsOfId },
  { method: "GET", route: "/schemas/guids/:guid", handler: showByGuid },
  { method: "GET", route: "/schemas/guids/:guid/ids", handler: listIdsOfGuid },
];

function list(context: ConfluentContext, request: ConfluentRequest): unknown {
  if (readFlag(request, "aliases")) {
    throw refusals.unprocessable("aliases is not supported in lists; leave it out");
  }
  // Nothing here has a rule.
  if (readQuery(request, "ruleType")) return [];
  const filter = readFlag(request, "deleted") ? "all" : "live";
  const matches = matchesPrefix(context, readQuery(request, "subjectPrefix"));
  const subjects = listSubjects(context.store, filter)
    .map((row) => ({ ...row, subject: row.schemaName }))
    .filter(matches);
  const versions = subjects.flatMap(({ schemaId }) => {
    const all = listSubjectVersions(context.store, schemaId, filter);
    return readFlag(request, "latestOnly") ? all.slice(-1) : all;
  });
  return pageOf(request, versions).map(({ schemaVersionId }) =>
    renderVersion(context, request, subjectVersionById(context.store, schemaVersionId)),
  );
}

/** Soft-deleted versions count: records were written with them. */
function requireSchemaOfId(
  context: ConfluentContext,
  request: ConfluentRequest,
): readonly SubjectVersion[] {
  const id = readId(request);
  const identity = findIdentity(context.store, id);
  const versions = identity === undefined ? [] : listVersionsOfSchema(context.store, identity);
  const nearest = preferSubject(context, request, versions);
  if (nearest.length === 0) throw refusals.schemaNotFound(id);
  return nearest;
}

/** `subject` says where to look first: an id means the same schema in every context. */
function preferSubject(
  context: ConfluentContext,
  request: ConfluentRequest,
  versions: readonly SubjectVersion[],
): readonly SubjectVersion[] {
  const text = readQuery(request, "subject") ?? "";
  const { registryName, defaultRegistry } = context;
  const name = followAlias(context, parseSubjectName(text, registryName, defaultRegistry));
  const rank = (version: SubjectVersion) =>
    (version.registryName === name.registryName ? 0 : 2) +
    (version.schemaName === name.subject ? 0 : 1);
  return versions.toSorted((a, b) => rank(a) - rank(b));
}

function show(context: ConfluentContext, request: ConfluentRequest): unknown {
  const [version] = requireSchemaOfId(context, request) as [SubjectVersion];
  const { id: _id, ...shown } = renderVersion(context, request, version);
  return readFlag(request, "fetchMaxId")
    ? { ...shown, maxId: maxConfluentId(context.store) }
    : shown;
}

function showText(context: ConfluentContext, request: ConfluentRequest): PlainText {
  const [version] = requireSchemaOfId(context, request) as [SubjectVersion];
  return new PlainText(renderDefinition(context, request, version));
}

function visibleVersions(context: ConfluentContext, request: ConfluentRequest) {
  const deleted = readFlag(request, "deleted");
  const versions = requireSchemaOfId(context, request);
  return versions.filter(({ deletedTime, registryName }) => {
    const isInContext = !context.isContextGiven || registryName === context.registryName;
    return isInContext && (deleted || deletedTime === null);
  });
}

function listSubjectsOfId(context: ConfluentContext, request: ConfluentRequest): unknown {
  const names = visibleVersions(context, request).map((one) => render(context, nameOf(one)));
  return pageOf(request, [...new Set(names)].sort());
}

function listVersionsOfId(context: ConfluentContext, request: ConfluentRequest): unknown {
  const versions = visibleVersions(context, request).map((one) => ({
    subject: render(context, nameOf(one)),
    version: one.versionNumber,
  }));
  const order = ({ subject, version }: (typeof versions)[number]) =>
    `${subject}\n${String(version).padStart(10, "0")}`;
  return pageOf(
    request,
    versions.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)),
  );
}

/** A guid is Glue's SchemaVersionId. */
function requireGuid(context: ConfluentContext, request: ConfluentRequest): SubjectVersion {
  const guid = readParam(request, "guid");
  const version = findSubjectVersionById(context.store, guid.toLowerCase());
  if (version === undefined) throw refusals.schemaNotFound(guid);
  return version;
}

function showByGuid(context: ConfluentContext, request: ConfluentRequest): unknown {
  const { id: _id, ...shown } = renderVersion(context, request, requireGuid(context, request));
  return shown;
}

function listIdsOfGuid(context: ConfluentContext, request: ConfluentRequest): unknown {
  const version = requireGuid(context, request);
  const { id } = renderVersion(context, request, version);
  const isDefault = version.registryName === context.defaultRegistry;
  return [{ context: isDefault ? "." : `.${version.registryName}`, id }];
}
