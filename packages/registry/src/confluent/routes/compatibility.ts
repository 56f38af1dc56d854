import type { SchemaRow } from "../../store/schemas.ts";
import { listAvailableNumbers } from "../../store/versions.ts";
import { ConfluentError, refusals } from "../confluent-error.ts";
import { readSubject } from "../find-version.ts";
import { judge } from "../judge.ts";
import { readFlag, readParam, readVersion } from "../read-request.ts";
import type { ConfluentContext, ConfluentRequest, ConfluentRoute } from "../route.ts";
import { readSchemaRequest } from "../schema-request.ts";
import { findSchemaOf } from "../settings.ts";
import type { SubjectName } from "../subject-name.ts";

export const compatibilityRoutes: readonly ConfluentRoute[] = [
  {
    method: "POST",
    route: "/compatibility/subjects/:subject/versions",
    handler: checkAll,
  },
  {
    method: "POST",
    route: "/compatibility/subjects/:subject/versions/:version",
    handler: checkOne,
  },
];

/** What registering would say: the level decides which versions are compared. */
function checkAll(context: ConfluentContext, request: ConfluentRequest): unknown {
  const name = readSubject(context, request);
  const schema = findSchemaOf(context.store, name);
  const live = schema === undefined ? [] : listAvailableNumbers(context.store, schema.id, 1);
  return check(context, request, { name, schema }, live);
}

/** Against one version, by the subject's level. */
function checkOne(context: ConfluentContext, request: ConfluentRequest): unknown {
  const name = readSubject(context, request);
  const asked = readVersion(readParam(request, "version"));
  const schema = findSchemaOf(context.store, name);
  const live = schema === undefined ? [] : listAvailableNumbers(context.store, schema.id, 1);
  const compared = live.filter((number) => number === (asked === "latest" ? live.at(-1) : asked));
  // Nothing to compare with is compatible, as the first version of a subject is.
  if (compared.length === 0 && asked !== "latest") throw refusals.versionNotFound(asked);
  return check(context, request, { name, schema }, compared);
}

/** Verbose, an invalid schema is a reason and not an error. */
function check(
  context: ConfluentContext,
  request: ConfluentRequest,
  { name, schema }: { readonly name: SubjectName; readonly schema: SchemaRow | undefined },
  versions: readonly number[],
): unknown {
  const verbose = readFlag(request, "verbose");
  let messages: readonly string[];
  try {
    const candidate = readSchemaRequest(context, name, request);
    messages = schema === undefined ? [] : judge(context, schema, candidate, versions);
  } catch (error) {
    if (!verbose || !(error instanceof ConfluentError) || error.errorCode !== 42201) throw error;
    messages = [error.message];
  }
  return { is_compatible: messages.length === 0, ...(verbose ? { messages } : {}) };
}
