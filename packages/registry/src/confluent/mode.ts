import type { CompatibilityMode } from "@weir/core";
import { findSetting, globalScope, type SettingScope } from "../store/confluent-settings.ts";
import type { Store } from "../store/open-store.ts";
import { refusals } from "./confluent-error.ts";
import type { ConfluentContext } from "./route.ts";
import { findSchemaOf } from "./settings.ts";
import { renderContextPrefix, renderSubjectName, type SubjectName } from "./subject-name.ts";

export const modes = ["READWRITE", "READONLY", "READONLY_OVERRIDE", "IMPORT"] as const;
export type Mode = (typeof modes)[number];

/** What is configured at a scope itself. A schema that Glue calls DISABLED is READONLY. */
export function modeAt(store: Store, scope: SettingScope): Mode | undefined {
  const compatibility: CompatibilityMode | undefined = findSchemaOf(store, scope)?.compatibility;
  if (compatibility === "DISABLED") return "READONLY";
  return findSetting(store, scope).mode as Mode | undefined;
}

/** Subject, context, global; a global READONLY_OVERRIDE beats them all. */
export function modeInScope(store: Store, name: SubjectName): Mode {
  const global = modeAt(store, globalScope);
  if (global === "READONLY_OVERRIDE") return global;
  return (
    modeAt(store, name) ??
    modeAt(store, { registryName: name.registryName, subject: "" }) ??
    global ??
    "READWRITE"
  );
}

/** @throws ConfluentError 42205 */
export function assertWritable(context: ConfluentContext, name: SubjectName): void {
  const mode = modeInScope(context.store, name);
  if (mode !== "READONLY" && mode !== "READONLY_OVERRIDE") return;
  throw refusals.notPermitted(`${where(context, name)} is in read-only mode`);
}

/** An id may be chosen in IMPORT mode only, and has to be there. */
export function assertRegisterMode(
  context: ConfluentContext,
  name: SubjectName,
  id: number | undefined,
): void {
  assertWritable(context, name);
  const mode = modeInScope(context.store, name);
  if (id !== undefined && mode !== "IMPORT") {
    throw refusals.notPermitted(`${where(context, name)} is not in import mode`);
  }
  if (id === undefined && mode !== "READWRITE") {
    throw refusals.notPermitted(`${where(context, name)} is not in read-write mode`);
  }
}

function where({ defaultRegistry }: ConfluentContext, name: SubjectName): string {
  const subject = name.subject === "" ? "null" : renderSubjectName(name, defaultRegistry);
  return `Subject ${subject} in context ${renderContextPrefix(name.registryName, defaultRegistry)}`;
}
