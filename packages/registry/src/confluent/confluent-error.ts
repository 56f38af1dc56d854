/**
 * Refusals in Confluent's numbers and words, which its clients branch on: the HTTP status is the
 * code's first three digits.
 * https://docs.confluent.io/platform/current/schema-registry/develop/api.html#errors
 */
export class ConfluentError extends Error {
  override readonly name = "ConfluentError";
  readonly errorCode: number;

  constructor(errorCode: number, message: string) {
    super(message);
    this.errorCode = errorCode;
  }

  get httpStatus(): number {
    return Number(String(this.errorCode).slice(0, 3));
  }
}

/** Makers of the errors of the API, by what went wrong. */
export const refusals = {
  subjectNotFound: (subject: string) =>
    new ConfluentError(40401, `Subject '${subject}' not found.`),
  versionNotFound: (version: number | "latest") =>
    new ConfluentError(40402, `Version ${version === "latest" ? -1 : version} not found.`),
  schemaNotFound: (id?: number | string) =>
    new ConfluentError(40403, id === undefined ? "Schema not found" : `Schema ${id} not found`),
  subjectSoftDeleted: (subject: string) =>
    new ConfluentError(
      40404,
      `Subject '${subject}' was soft deleted.Set permanent=true to delete permanently`,
    ),
  subjectNotSoftDeleted: (subject: string) =>
    new ConfluentError(
      40405,
      `Subject '${subject}' was not deleted first before being permanently deleted`,
    ),
  versionSoftDeleted: (subject: string, version: number) =>
    new ConfluentError(
      40406,
      `Subject '${subject}' Version ${version} was soft deleted.Set permanent=true to delete permanently`,
    ),
  versionNotSoftDeleted: (subject: string, version: number) =>
    new ConfluentError(
      40407,
      `Subject '${subject}' Version ${version} was not deleted first before being permanently deleted`,
    ),
  levelNotConfigured: (subject: string) =>
    new ConfluentError(
      40408,
      `Subject '${subject}' does not have subject-level compatibility configured`,
    ),
  modeNotConfigured: (subject: string) =>
    new ConfluentError(40409, `Subject '${subject}' does not have subject-level mode configured`),
  incompatible: (subject: string, reasons: readonly string[]) =>
    new ConfluentError(
      409,
      `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${reasons.join(", ")}]`,
    ),
  invalidSchema: (reason: string) => new ConfluentError(42201, reason),
  invalidVersion: (version: string) =>
    new ConfluentError(
      42202,
      `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
    ),
  invalidLevel: () =>
    new ConfluentError(
      42203,
      "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive",
    ),
  invalidMode: () =>
    new ConfluentError(
      42204,
      "Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE and IMPORT.",
    ),
  notPermitted: (reason: string) => new ConfluentError(42205, reason),
  referenceExists: (subject: string, version: number) =>
    new ConfluentError(
      42206,
      `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${subject},version=${version}}.`,
    ),
  invalidSubject: (subject: string) =>
    new ConfluentError(42208, `The specified subject '${subject}' is not a valid.`),
  tooLarge: () =>
    new ConfluentError(42209, "Register operation failed because schema is too large"),
  ruleSetsUnsupported: (member: string) =>
    new ConfluentError(
      42210,
      `${member} is not supported: Weir's registry keeps no rules; register the schema without it`,
    ),
  unprocessable: (reason: string) => new ConfluentError(422, reason),
  badRequest: (reason: string) => new ConfluentError(400, reason),
  notHere: (reason: string) => new ConfluentError(404, reason),
} as const;
