/** Finds what a path names, or refuses. */
import {
  type Filter,
  findSubjectVersion,
  listRegistryNames,
  listSubjectVersions,
  type SubjectVersion,
  type SubjectVersionSummary,
} from "../store/confluent-versions.ts";
import { refusals } from "./confluent-error.ts";
import { readParam } from "./read-request.ts";
import type { ConfluentContext, ConfluentRequest } from "./route.ts";
import { findSchemaOf, followAlias } from "./settings.ts";
import { parseSubjectName, renderSubjectName, type SubjectName } from "./subject-name.ts";

/** The subject of the path, whose alias is followed. */
export function readSubject(context: ConfluentContext, request: ConfluentRequest): SubjectName {
  const text = readParam(request, "subject");
  return followAlias(
    context,
    parseSubjectName(text, context.registryName, context.defaultRegistry),
  );
}

export function render(context: ConfluentContext, name: SubjectName): string {
  return renderSubjectName(name, context.defaultRegistry);
}

export function nameOf({ registryName, schemaName }: SubjectVersionSummary): SubjectName {
  return { registryName, subject: schemaName };
}

/** Versions of a subject, oldest first; none where it is not there. */
export function versionsOf(
  { store }: ConfluentContext,
  name: SubjectName,
  filter: Filter,
): SubjectVersionSummary[] {
  const schema = findSchemaOf(store, name);
  return schema === undefined ? [] : listSubjectVersions(store, schema.id, filter);
}

/**
 * A name without a context that the default context does not have is looked for in the others, as
 * Confluent's server does: a client that knows only the topic finds it.
 */
export function candidateNames(context: ConfluentContext, name: SubjectName): SubjectName[] {
  if (name.registryName !== context.defaultRegistry) return [name];
  const others = listRegistryNames(context.store).filter((other) => other !== name.registryName);
  return [name, ...others.map((registryName) => ({ ...name, registryName }))];
}

/** @throws ConfluentError 40401, 40402 */
export function requireVersion(
  context: ConfluentContext,
  name: SubjectName,
  asked: number | "latest",
  filter: Filter,
): SubjectVersion {
  for (const candidate of candidateNames(context, name)) {
    const schema = findSchemaOf(context.store, candidate);
    const version =
      schema === undefined
        ? undefined
        : findSubjectVersion(context.store, schema.id, asked, filter);
    if (version !== undefined) return version;
  }
  throw versionsOf(context, name, filter).length === 0
    ? refusals.subjectNotFound(render(context, name))
    : refusals.versionNotFound(asked);
}
