import type { Fields } from "../../fields.ts";
import { follow, unfollow, writeLevel } from "../../store/confluent-followers.ts";
import {
  findSetting,
  globalScope,
  type Setting,
  type SettingScope,
  writeSetting,
} from "../../store/confluent-settings.ts";
import { parseLevel } from "../compatibility-level.ts";
import { refusals } from "../confluent-error.ts";
import { assertWritable } from "../mode.ts";
import { readBody, readFlag, readMember, refuseUnsupported } from "../read-request.ts";
import type { ConfluentContext, ConfluentRequest, ConfluentRoute } from "../route.ts";
import { readScope, renderScope } from "../setting-scope.ts";
import {
  configAt,
  configInScope,
  configuredLevel,
  findSchemaOf,
  refreshFollowers,
} from "../settings.ts";

export const configRoutes: readonly ConfluentRoute[] = [
  { method: "GET", route: "/config", handler: show },
  { method: "PUT", route: "/config", handler: update },
  { method: "DELETE", route: "/config", handler: remove },
  { method: "GET", route: "/config/:subject", handler: show },
  { method: "PUT", route: "/config/:subject", handler: update },
  { method: "DELETE", route: "/config/:subject", handler: remove },
];

const unsupported = [
  "aliasForDeks",
  "compatibilityGroup",
  "validateFields",
  "validateRules",
  "validateNewSchemas",
  "defaultMetadata",
  "overrideMetadata",
  "defaultRuleSet",
  "overrideRuleSet",
];

function show(context: ConfluentContext, request: ConfluentRequest): unknown {
  const scope = readScope(context, request);
  if (readFlag(request, "defaultToGlobal")) return configInScope(context, scope);
  const config = configAt(context, scope);
  if (config === undefined) throw refusals.levelNotConfigured(renderScope(context, scope));
  return config;
}

/** Answers with the request. A member that is null is forgotten, one that is absent stays. */
function update(context: ConfluentContext, request: ConfluentRequest): unknown {
  const scope = readScope(context, request);
  const body = readBody(request);
  refuseUnsupported(body, unsupported);
  if (!["STRICT", ""].includes(readMember(body, "compatibilityPolicy", "string") ?? "")) {
    throw refusals.unprocessable("compatibilityPolicy is not supported beyond STRICT");
  }
  assertWritable(context, scope);
  const before = findSetting(context.store, scope);
  const { compatibility, ...rest } = mergeSetting(before, body);
  const schema = findSchemaOf(context.store, scope);
  if (schema === undefined) {
    writeSetting(context.store, scope, {
      ...rest,
      ...(compatibility === undefined ? {} : { compatibility }),
    });
  } else {
    writeSetting(context.store, scope, rest);
    if (isNull(body, "compatibility")) letFollow(context, scope, schema.id);
    else if (compatibility !== undefined) {
      // Where Glue keeps it: no version number is needed, and the checkpoint stays.
      unfollow(context.store, schema.id);
      writeLevel(context.store, schema.id, compatibility, context.now);
    }
  }
  if (scope.subject === "") refreshFollowers(context);
  return body;
}

function mergeSetting(before: Setting, body: Fields): Setting {
  const given = readMember(body, "compatibility", "string");
  const level = given ?? readMember(body, "compatibilityLevel", "string");
  const normalize = readMember(body, "normalize", "boolean");
  const alias = readMember(body, "alias", "string");
  const kept: Record<string, unknown> = { ...before };
  for (const member of ["compatibility", "normalize", "alias"]) {
    if (isNull(body, member)) delete kept[member];
  }
  if (alias === "") delete kept.alias;
  return {
    ...kept,
    ...(level === undefined ? {} : { compatibility: parseLevel(level) }),
    ...(normalize === undefined ? {} : { normalize }),
    ...(alias ? { alias } : {}),
  };
}

function isNull(body: Fields, member: string): boolean {
  return Object.hasOwn(body, member) && body[member] === null;
}

/** Answers with what was configured; the scope around it applies from now on. */
function remove(context: ConfluentContext, request: ConfluentRequest): unknown {
  const scope = readScope(context, request);
  const config = configAt(context, scope);
  if (config === undefined) throw refusals.subjectNotFound(renderScope(context, scope));
  assertWritable(context, scope);
  const { mode } = findSetting(context.store, scope);
  writeSetting(context.store, scope, mode === undefined ? {} : { mode });
  const schema = findSchemaOf(context.store, scope);
  if (schema !== undefined) letFollow(context, scope, schema.id);
  if (scope.subject === "" || scope === globalScope) refreshFollowers(context);
  return config;
}

function letFollow(context: ConfluentContext, scope: SettingScope, schemaId: number): void {
  const level = configuredLevel(context, scope);
  writeLevel(context.store, schemaId, level, context.now);
  follow(context.store, schemaId, level);
}
