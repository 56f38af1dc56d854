import { findSubjectVersion } from "../../store/confluent-versions.ts";
import type { SchemaRow } from "../../store/schemas.ts";
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
  return check(context, request, { name, schema: findSchemaOf(context.store, name) });
}

/** Against one version, by the subject's level. */
function checkOne(context: ConfluentContext, request: ConfluentRequest): unknown {
  const name = readSubject(context, request);
  const asked = readVersion(readParam(request, "version"));
  const schema = findSchemaOf(context.store, name);
  const version =
    schema === undefined ? undefined : findSubjectVersion(context.store, schema.id, asked, "live");
  // Nothing to compare with is compatible, as the first version of a subject is.
  if (version === undefined && asked !== "latest") throw refusals.versionNotFound(asked);
  const versions = version === undefined ? [] : [version.versionNumber];
  return check(context, request, { name, schema, versions });
}

interface Question {
  readonly name: SubjectName;
  readonly schema: SchemaRow | undefined;
  /** Numbers. @default - those that the level names */
  readonly versions?: readonly number[];
}

/** Verbose, an invalid schema is a reason and not an error. */
function check(
  context: ConfluentContext,
  request: ConfluentRequest,
  { name, schema, versions }: Question,
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
