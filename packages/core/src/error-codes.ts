/** What an error code means, whether trying again can help, and the exit code it gives the process. */
export interface ErrorCodeEntry {
  readonly summary: string;
  readonly retryable: boolean;
  readonly exitCode: 1 | 2 | 3;
  /** Markdown for docs/reference/errors.md: what to look at. */
  readonly advice?: string;
}

/** Every code Weir throws, sorted; each has a heading in docs/reference/errors.md (a test checks both). */
export const errorCodes = {
  AWS_NOT_IN_SPEC: { summary: "the spec says nothing of AWS", retryable: false, exitCode: 2 },
  CHECK_FAILED: { summary: "a check said no", retryable: false, exitCode: 3 },
  CONNECTOR_FAILED: {
    summary: "a connector or its task is FAILED",
    retryable: false,
    exitCode: 1,
    advice:
      "`weir describe connector NAME` names the task, its worker and the cause. A refused schema stays refused until the schema or its compatibility changes; everything else can be tried again with `weir restart NAME`.",
  },
  CONNECTOR_INVALID: {
    summary: "Kafka Connect refuses a connector configuration",
    retryable: false,
    exitCode: 1,
    advice:
      "The message repeats what Kafka Connect said of each property. What a field of the spec sets is not given in `config`.",
  },
  CONNECTOR_UNKNOWN: { summary: "no connector of this name", retryable: false, exitCode: 1 },
  CONNECT_UNREACHABLE: {
    summary: "no Connect worker answers its REST interface",
    retryable: true,
    exitCode: 1,
    advice: "`weir status` shows the workers; `weir logs connect-1` shows why one ended.",
  },
  DECODE_FAILED: {
    summary: "a record cannot be decoded",
    retryable: false,
    exitCode: 1,
    advice:
      "The record is shown with its raw bytes. Often its writer did not use the Glue wire format, or the registry has lost the schema version.",
  },
  DOWNLOAD_FAILED: {
    summary: "a download did not arrive",
    retryable: true,
    exitCode: 1,
    advice:
      "What has arrived is kept in the cache (`WEIR_CACHE_DIR`); behind a proxy set `HTTPS_PROXY`.",
  },
  INTERNAL: {
    summary: "something happened that Weir does not foresee",
    retryable: false,
    exitCode: 1,
    advice: "A defect of Weir. `-o json` prints the stack, which a report of it needs.",
  },
  INTERRUPTED: { summary: "interrupted; what was started is ended", retryable: true, exitCode: 1 },
  KAFKA_UNREACHABLE: {
    summary: "no Kafka broker answers",
    retryable: true,
    exitCode: 1,
    advice:
      "`weir status` shows the brokers and their ports; `weir up` starts those that are down.",
  },
  LAKE_RUN_FAILED: { summary: "the Spark job failed", retryable: true, exitCode: 1 },
  PLATFORM_UNSUPPORTED: {
    summary: "the local stack does not run on this operating system",
    retryable: false,
    exitCode: 1,
    advice:
      "The local stack runs on Linux x64. The commands that only read a spec or talk to a running platform work elsewhere too.",
  },
  PORT_TAKEN: {
    summary: "a port is in use by another program",
    retryable: false,
    exitCode: 1,
    advice:
      "Remove the port from `local.ports`, so that a free one is chosen, or end the program that has it.",
  },
  PREREQUISITE_MISSING: {
    summary: "a program that Weir needs is missing or has the wrong version",
    retryable: false,
    exitCode: 1,
    advice: "`weir doctor` lists what is needed, what was found, and how to get the rest.",
  },
  PROCESS_FAILED: { summary: "a program ended with an error", retryable: true, exitCode: 1 },
  QUERY_FAILED: { summary: "a query failed", retryable: false, exitCode: 1 },
  READY_TIMEOUT: {
    summary: "a service was not ready before its deadline",
    retryable: true,
    exitCode: 1,
    advice:
      "The last lines of the service's log are in the message; `weir logs SERVICE` has the rest.",
  },
  REGISTRY_FAILED: {
    summary: "the schema registry refused a request",
    retryable: false,
    exitCode: 1,
  },
  REGISTRY_STORE_UNSUPPORTED: {
    summary: "the registry's database is not one that this version of Weir reads",
    retryable: false,
    exitCode: 1,
  },
  REGISTRY_UNREACHABLE: {
    summary: "the schema registry does not answer",
    retryable: true,
    exitCode: 1,
    advice: "Records whose schema is known flow on; `weir up` starts the registry again.",
  },
  SCHEMA_INVALID: { summary: "a schema cannot be parsed", retryable: false, exitCode: 1 },
  SPEC_INVALID: {
    summary: "the platform spec has problems",
    retryable: false,
    exitCode: 2,
    advice:
      "Every problem is listed at once: path, what stands there, what should, and what to do. All fields are in [spec.md](spec.md).",
  },
  SPEC_NOT_FOUND: {
    summary: "there is no platform spec",
    retryable: false,
    exitCode: 2,
    advice: "`weir init` writes a commented starter; `--config FILE` names a spec elsewhere.",
  },
  STACK_BUSY: {
    summary: "another command holds the stack",
    retryable: true,
    exitCode: 1,
    advice:
      "Two commands that change the stack do not run at the same time; the message names the process that holds it.",
  },
  STACK_NOT_RUNNING: {
    summary: "the local stack is not running",
    retryable: false,
    exitCode: 1,
    advice: "`weir up` starts it.",
  },
  STATE_MISMATCH: {
    summary: "the state folder belongs to another platform",
    retryable: false,
    exitCode: 1,
    advice:
      "`.weir/` beside the spec was made for another platform name. Rename the platform back, or remove the old one with `weir down --purge`.",
  },
  STATE_NOT_WRITABLE: {
    summary: "the state folder cannot be written",
    retryable: false,
    exitCode: 1,
  },
  TABLE_UNKNOWN: {
    summary: "a table of the spec does not exist",
    retryable: false,
    exitCode: 1,
    advice:
      "The message names the table that was probably meant. A local database is filled by `local.mysql.init` or `weir sql`.",
  },
  TOPIC_UNKNOWN: {
    summary: "no topic of this name",
    retryable: false,
    exitCode: 1,
    advice: "A topic exists from its first record on; `weir get topics` lists them.",
  },
  SYNTH_FOLDER_FOREIGN: {
    summary: "the folder for the synthesis holds files of somebody else",
    retryable: false,
    exitCode: 1,
  },
  USAGE: { summary: "the command line is not understood", retryable: false, exitCode: 2 },
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof errorCodes;
