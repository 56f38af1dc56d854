import { writeLevel } from "../../store/confluent-followers.ts";
import {
  clearSubjectModes,
  findSetting,
  globalScope,
  type SettingScope,
  writeSetting,
} from "../../store/confluent-settings.ts";
import { listSubjects } from "../../store/confluent-versions.ts";
import { referrersByNumber } from "../../store/referrers.ts";
import { deleteSchemaRow } from "../../store/schemas.ts";
import { refusals } from "../confluent-error.ts";
import { render } from "../find-version.ts";
import { type Mode, modeAt, modeInScope, modes } from "../mode.ts";
import { readBody, readFlag, readMember } from "../read-request.ts";
import type { ConfluentContext, ConfluentRequest, ConfluentRoute } from "../route.ts";
import { readScope, renderScope } from "../setting-scope.ts";
import { findSchemaOf } from "../settings.ts";

export const modeRoutes: readonly ConfluentRoute[] = [
  { method: "GET", route: "/mode", handler: show },
  { method: "PUT", route: "/mode", handler: update },
  { method: "DELETE", route: "/mode", handler: remove },
  { method: "GET", route: "/mode/:subject", handler: show },
  { method: "PUT", route: "/mode/:subject", handler: update },
  { method: "DELETE", route: "/mode/:subject", handler: remove },
];

function show(context: ConfluentContext, request: ConfluentRequest): { mode: Mode } {
  const scope = readScope(context, request);
  const defaultToGlobal = readFlag(request, "defaultToGlobal") || scope === globalScope;
  const mode = defaultToGlobal ? modeInScope(context.store, scope) : modeAt(context.store, scope);
  if (mode === undefined) throw refusals.modeNotConfigured(renderScope(context, scope));
  return { mode };
}

function update(context: ConfluentContext, request: ConfluentRequest): unknown {
  const scope = readScope(context, request);
  const body = readBody(request);
  const text = readMember(body, "mode", "string")?.toUpperCase();
  const mode = modes.find((known) => known === text);
  if (mode === undefined) throw refusals.invalidMode();
  const isNew = mode === "IMPORT" && modeInScope(context.store, scope) !== "IMPORT";
  if (isNew && !readFlag(request, "force")) makeRoom(context, scope);
  writeMode(context, scope, mode);
  return body;
}

/** Ids and numbers of the caller's choice need an empty place: soft-deleted versions go for good. */
function makeRoom(context: ConfluentContext, scope: SettingScope): void {
  const subjects = listSubjects(context.store, "all").filter(
    (row) =>
      scope === globalScope ||
      (row.registryName === scope.registryName && [row.schemaName, ""].includes(scope.subject)),
  );
  if (subjects.some(({ liveCount }) => liveCount > 0)) {
    throw refusals.notPermitted("Cannot import since found existing subjects");
  }
  for (const { registryName, schemaName, schemaId } of subjects) {
    const name = { registryName, subject: schemaName };
    const [referred] = referrersByNumber(context.store, name, "all").keys();
    if (referred !== undefined) throw refusals.referenceExists(render(context, name), referred);
    deleteSchemaRow(context.store, schemaId);
  }
}

/** Whoever sets the mode of a schema that Glue calls DISABLED ends that: it becomes NONE. */
function writeMode(context: ConfluentContext, scope: SettingScope, mode: Mode | undefined): void {
  const { mode: _before, ...rest } = findSetting(context.store, scope);
  writeSetting(context.store, scope, mode === undefined ? rest : { ...rest, mode });
  const schema = findSchemaOf(context.store, scope);
  if (schema?.compatibility !== "DISABLED" || mode === "READONLY") return;
  writeLevel(context.store, schema.id, "NONE", context.now);
}

/** Answers with the mode that was; `recursive` clears the subjects of a context too. */
function remove(context: ConfluentContext, request: ConfluentRequest): unknown {
  const scope = readScope(context, request);
  const recursive = readFlag(request, "recursive") && scope.subject === "";
  const mode =
    scope === globalScope ? modeInScope(context.store, scope) : modeAt(context.store, scope);
  if (mode === undefined && !recursive) {
    throw refusals.subjectNotFound(renderScope(context, scope));
  }
  writeMode(context, scope, undefined);
  if (recursive) clearSubjectModes(context.store, scope.registryName || context.defaultRegistry);
  return { mode: mode ?? null };
}
