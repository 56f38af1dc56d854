import { globalScope, type SettingScope } from "../store/confluent-settings.ts";
import type { ConfluentContext, ConfluentRequest } from "./route.ts";
import { scopeOf } from "./settings.ts";
import { parseSubjectName, renderSubjectName } from "./subject-name.ts";

/** What `/config/{subject}` and `/mode/{subject}` are about; without a subject the whole context. */
export function readScope(context: ConfluentContext, request: ConfluentRequest): SettingScope {
  const text = request.params.subject ?? "";
  return scopeOf(context, parseSubjectName(text, context.registryName, context.defaultRegistry));
}

export function renderScope(context: ConfluentContext, scope: SettingScope): string {
  return scope === globalScope ? "null" : renderSubjectName(scope, context.defaultRegistry);
}
