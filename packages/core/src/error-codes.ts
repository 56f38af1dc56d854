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
  ACCEPT_INCOMPLETE: {
    summary: "a refused schema version is accepted only in part",
    retryable: true,
    exitCode: 1,
    advice:
      "The registry itself keeps what is needed to finish. `weir schema accept NAME` again, on any machine, goes on where it stopped; until then the schema may stand at NONE.",
  },
  AWS_ACCESS_DENIED: {
    summary: "the AWS credentials may not do something",
    retryable: false,
    exitCode: 1,
    advice: "The message names the action; AWS's own words name role and resource.",
  },
  AWS_ACCOUNT_MISMATCH: {
    summary: "the AWS credentials belong to another account than the spec says",
    retryable: false,
    exitCode: 2,
  },
  AWS_CREDENTIALS_EXPIRED: {
    summary: "the AWS credentials have expired",
    retryable: true,
    exitCode: 1,
    advice:
      "What CloudFormation was doing goes on without them. Renew them and run the same command again: it waits for what is under way and goes on from there.",
  },
  AWS_CREDENTIALS_MISSING: {
    summary: "there are no AWS credentials",
    retryable: false,
    exitCode: 1,
  },
  AWS_CREDENTIALS_REFUSED: {
    summary: "AWS does not accept the credentials",
    retryable: false,
    exitCode: 1,
  },
  AWS_NOT_IN_SPEC: { summary: "the spec says nothing of AWS", retryable: false, exitCode: 2 },
  AWS_REGION_UNKNOWN: { summary: "no such AWS region answers", retryable: false, exitCode: 2 },
  AWS_REQUEST_FAILED: { summary: "AWS refused a request", retryable: false, exitCode: 1 },
  AWS_THROTTLED: { summary: "AWS throttles the account's requests", retryable: true, exitCode: 1 },
  AWS_UNREACHABLE: { summary: "AWS does not answer", retryable: true, exitCode: 1 },
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
  DEPLOY_FAILED: {
    summary: "a step of the deployment failed",
    retryable: true,
    exitCode: 1,
    advice:
      "The message says what failed first, why, and how to go on or back. `weir deploy` again goes on at the step that failed.",
  },
  DEPLOY_INCOMPLETE: {
    summary: "a step needs another one that is not done",
    retryable: false,
    exitCode: 1,
    advice: "`weir deploy` without `--only` does what is missing, in order.",
  },
  DEPLOY_REPLACEMENT_REFUSED: {
    summary: "a change would replace or delete a resource that holds data",
    retryable: false,
    exitCode: 3,
    advice:
      "Nothing was changed. Either take the change of the spec back, or allow exactly this resource with `--allow-replacement LOGICAL_ID` after a backup.",
  },
  DESTROY_NOT_CONFIRMED: {
    summary: "destroying was not confirmed by the platform's name",
    retryable: false,
    exitCode: 2,
  },
  DOWNLOAD_FAILED: {
    summary: "a download did not arrive",
    retryable: true,
    exitCode: 1,
    advice:
      "What has arrived is kept in the cache (`WEIR_CACHE_DIR`); behind a proxy set `HTTPS_PROXY`.",
  },
  ENCODE_FAILED: {
    summary: "a value does not fit its schema",
    retryable: false,
    exitCode: 1,
    advice: "The message names the field, what the schema expects there, and what was received.",
  },
  HELM_FAILED: { summary: "helm ended with an error", retryable: true, exitCode: 1 },
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
  KUBECONFIG_INVALID: {
    summary: "a kubeconfig file cannot be used",
    retryable: false,
    exitCode: 1,
    advice: "`kubectl config view` shows what stands in it; `KUBECONFIG` names another file.",
  },
  KUBERNETES_CONFLICT: {
    summary: "somebody else manages a field of a Kubernetes object",
    retryable: false,
    exitCode: 1,
    advice:
      "The message names the fields and their manager. Take the change into the spec or give the field back; nothing is overwritten unasked.",
  },
  KUBERNETES_FAILED: {
    summary: "Kubernetes could not do what was asked",
    retryable: true,
    exitCode: 1,
  },
  KUBERNETES_FORBIDDEN: {
    summary: "these credentials may not do this in the Kubernetes cluster",
    retryable: false,
    exitCode: 1,
    advice:
      "The message names verb and resource. On EKS an access entry gives an IAM role its rights: `aws eks list-access-entries --cluster-name NAME`.",
  },
  KUBERNETES_INVALID: {
    summary: "Kubernetes refuses an object",
    retryable: false,
    exitCode: 1,
    advice: "The message names each refused field.",
  },
  KUBERNETES_NOT_FOUND: {
    summary: "Kubernetes does not have an object",
    retryable: false,
    exitCode: 1,
  },
  KUBERNETES_UNAUTHORIZED: {
    summary: "Kubernetes does not accept these credentials",
    retryable: true,
    exitCode: 1,
    advice:
      "Often they have expired: log in again. On EKS the IAM principal also needs an access entry in the cluster.",
  },
  KUBERNETES_UNREACHABLE: {
    summary: "the Kubernetes API does not answer",
    retryable: true,
    exitCode: 1,
    advice:
      "A private endpoint answers inside its VPC only: run Weir there (VPN, bastion, port forwarding), or list your address in `aws.access.cidrs`.",
  },
  LAKE_BUSY: {
    summary: "a run of the lake job is under way",
    retryable: true,
    exitCode: 1,
    advice:
      "Two runs would write the same tables, so the Glue job allows one at a time; the message names the run. A continuous job never ends and takes what comes by itself.",
  },
  LAKE_CANNOT_READ: {
    summary: "the lake cannot read what the connectors write",
    retryable: false,
    exitCode: 1,
    advice:
      "It decodes records with AWS Glue's header; with `registry.kind: confluent` every one would land in quarantine, so nothing is read.",
  },
  LAKE_RUN_FAILED: { summary: "the Spark job failed", retryable: true, exitCode: 1 },
  NOT_CONFIRMED: { summary: "a question was not answered with yes", retryable: false, exitCode: 1 },
  OPERATOR_MISSING: {
    summary: "the operator of a Kubernetes resource is not installed",
    retryable: false,
    exitCode: 1,
    advice: "`weir deploy --only operator` installs the operators and their CRDs.",
  },
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
  PREFLIGHT_FAILED: {
    summary: "something is missing that a deployment needs",
    retryable: false,
    exitCode: 3,
    advice: "Nothing was made. Every finding is listed at once, each with its remedy.",
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
  REGISTRY_DISK_FAILED: {
    summary: "the registry's data cannot be put on disk",
    retryable: false,
    exitCode: 1,
    advice:
      "It ends at once: after a failed write nobody knows what is on disk, so nothing is answered any more. All that was answered before is there; the next start reads it.",
  },
  REGISTRY_FAILED: {
    summary: "the schema registry refused a request",
    retryable: false,
    exitCode: 1,
  },
  REGISTRY_STORE_LOCKED: {
    summary: "another process has the registry's database open",
    retryable: false,
    exitCode: 1,
    advice:
      "One process serves one folder. While the registry runs, ask it over HTTP; its file can be read when it has ended.",
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
  RESOURCE_FAILED: {
    summary: "a Kubernetes resource has failed",
    retryable: true,
    exitCode: 1,
    advice: "The message has its conditions, its last events and the end of its log.",
  },
  RESOURCE_TIMEOUT: {
    summary: "a Kubernetes resource was not ready before its deadline",
    retryable: true,
    exitCode: 1,
    advice:
      "The message has its conditions, its last events and the end of its log. What was made stays; the step can be run again.",
  },
  ROTATION_FAILED: {
    summary: "a rotation of credentials stopped on its way",
    retryable: true,
    exitCode: 1,
    advice:
      "The user in use before stays valid until the connector runs with the other one. The same command again goes on where it stopped.",
  },
  SCHEMA_INVALID: { summary: "a schema cannot be parsed", retryable: false, exitCode: 1 },
  SCHEMA_REFUSED: {
    summary: "the registry refused a schema version",
    retryable: false,
    exitCode: 1,
    advice:
      "The message says what is incompatible where the registry tells. `weir schema accept NAME` is the way past it.",
  },
  SCHEMA_UNKNOWN: {
    summary: "no schema or schema version of this name",
    retryable: false,
    exitCode: 1,
    advice:
      "A schema exists from the first record of its topic on; `weir schema list` shows all, `weir schema history NAME` the versions of one.",
  },
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
  SYNTH_FOLDER_FOREIGN: {
    summary: "the folder for the synthesis holds files of somebody else",
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
  USAGE: { summary: "the command line is not understood", retryable: false, exitCode: 2 },
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof errorCodes;
