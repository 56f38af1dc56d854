/**
 * References are kept with their subject's full name (`:.registry:subject`), so that they mean the
 * same whichever registry is the default context, and whichever schema they stand in.
 */
import type { Fields } from "../fields.ts";
import { findSubjectVersion, type SubjectVersion } from "../store/confluent-versions.ts";
import { type StoredReference, storedName } from "../store/definition-hash.ts";
import type { Store } from "../store/open-store.ts";
import { findSchema } from "../store/schemas.ts";
import { refusals } from "./confluent-error.ts";
import { readMember } from "./read-request.ts";
import { asObject } from "./route.ts";
import { parseSubjectName, renderSubjectName, type SubjectName } from "./subject-name.ts";

const maxReferences = 100;

interface Names {
  readonly parentRegistry: string;
  readonly defaultRegistry: string;
}

/** @throws ConfluentError 400 where they are malformed, 42201 where one is not there */
export function readReferences(store: Store, body: Fields, names: Names): StoredReference[] {
  const value = Object.hasOwn(body, "references") ? (body.references ?? []) : [];
  if (!Array.isArray(value)) throw refusals.badRequest("references is not a list");
  if (value.length > maxReferences) {
    throw refusals.invalidSchema(`more than ${maxReferences} references`);
  }
  return value.map((item) => readReference(store, asObject(item) ?? {}, names));
}

function readReference(store: Store, item: Fields, names: Names): StoredReference {
  const name = readMember(item, "name", "string");
  const subject = readMember(item, "subject", "string");
  const version = readMember(item, "version", "number");
  if (!name || !subject || version === undefined || !Number.isInteger(version)) {
    throw refusals.invalidSchema("a reference needs name, subject and a whole number as version");
  }
  const target = parseSubjectName(subject, names.parentRegistry, names.defaultRegistry);
  const found = findReferenced(store, target, version === -1 ? "latest" : version);
  if (found === undefined) throw noReference(subject, version);
  return { name, subject: storedName(target), version: found.versionNumber };
}

/** In the order of their names and each once: what `normalize` does to them. */
export function normalizeReferences(references: readonly StoredReference[]): StoredReference[] {
  const byName = new Map(references.map((reference) => [JSON.stringify(reference), reference]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function parseStored(version: Pick<SubjectVersion, "references">): StoredReference[] {
  return JSON.parse(version.references) as StoredReference[];
}

/** As clients wrote them: unqualified within the schema's own context, unless asked otherwise. */
export function renderReferences(
  version: SubjectVersion,
  defaultRegistry: string,
  qualified = false,
): StoredReference[] {
  return parseStored(version).map((reference) => {
    const target = parseStoredName(reference.subject);
    const isNear = !qualified && target.registryName === version.registryName;
    const subject = isNear ? target.subject : renderSubjectName(target, defaultRegistry);
    return { ...reference, subject };
  });
}

function parseStoredName(text: string): SubjectName {
  const end = text.indexOf(":", 2);
  return { registryName: text.slice(2, end), subject: text.slice(end + 1) };
}

function findReferenced(
  store: Store,
  { registryName, subject }: SubjectName,
  version: number | "latest",
): SubjectVersion | undefined {
  const schema = findSchema(store, { registryName, schemaName: subject });
  if (schema === undefined) return undefined;
  return findSubjectVersion(store, schema.id, version, version === "latest" ? "live" : "all");
}

function noReference(subject: string, version: number): Error {
  return refusals.invalidSchema(
    `No schema reference found for subject "${subject}" and version ${version}`,
  );
}
