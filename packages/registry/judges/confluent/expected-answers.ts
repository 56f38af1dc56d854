import { isDeepStrictEqual } from "node:util";

type Answers = Readonly<Record<string, unknown>>;
type Check = (answer: unknown, answers: Answers) => boolean;

const is =
  (expected: unknown): Check =>
  (answer) =>
    isDeepStrictEqual(answer, expected);

const isAs =
  (step: string): Check =>
  (answer, answers) =>
    answer === answers[step];

const refuses =
  (status: number, code: number, message: RegExp): Check =>
  (answer) =>
    Array.isArray(answer) &&
    answer[0] === status &&
    answer[1] === code &&
    message.test(String(answer[2]));

/**
 * What client.py's `api` gets from Confluent's server, by its documentation; from `glue_reads` on,
 * what follows from both APIs on one store.
 * https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
export const expectedAnswers: Readonly<Record<string, Check>> = {
  types: is(["AVRO", "JSON", "PROTOBUF"]),
  first: (answer) => typeof answer === "number" && answer > 0,
  again: isAs("first"),
  other: isAs("first"),
  second: (answer, { first }) => Number(answer) > Number(first),
  refused: refuses(409, 409, /incompatible with an earlier schema for subject "api".*"address"/),
  invalid: refuses(422, 42201, /Invalid schema/),
  absent: refuses(404, 40401, /^Subject 'nobody' not found\.$/),
  lookup: is(2),
  latest: (answer, { versions }) => answer === (versions as number[]).at(-1),
  versions: is([1, 2]),
  subjects: is(["api", "api-other"]),
  text: is('{"type": "record", "name": "Person", "fields": [{"name": "name", "type": "string"}]}'),
  of_id: is(["api", "api-other"]),
  versions_of_id: is([
    ["api", 1],
    ["api-other", 1],
  ]),
  fits: is(true),
  fits_not: is(false),
  fits_all: is(true),
  level: is("FULL_TRANSITIVE"),
  config: is("FORWARD"),
  global: is("BACKWARD"),
  readonly: refuses(422, 42205, /^Subject api in context {2}is in read-only mode$/),
  mode: is("READWRITE"),
  referring: (answer, { second }) => Number(answer) > Number(second),
  referenced_by: (answer, { referring }) => isDeepStrictEqual(answer, [referring]),
  referenced: refuses(422, 42206, /^One or more references exist to the schema /),
  deleted: is(1),
  gone: refuses(404, 40402, /^Version 1 not found\.$/),
  deleted_subject: is([2]),
  deleted_for_good: is([1, 2]),
  contexts: is(["."]),
  glue_reads: is([true, "AVAILABLE", 1]),
  confluent_reads: is([true, true]),
  guid: is(true),
  glue_level: is("BACKWARD_TRANSITIVE"),
};
