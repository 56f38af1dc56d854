import {
  type CauseRule,
  causeRules,
  type DiagnosisCause,
  type RestartPolicy,
} from "./diagnosis/causes.ts";
import { causeText, parseTrace } from "./diagnosis/trace.ts";

/** What a trace names of the things it failed on. */
export interface DiagnosisDetails {
  readonly schemaVersionId?: string;
  readonly schemaName?: string;
  readonly registryName?: string;
  /** `host:port` of the source. */
  readonly sourceEndpoint?: string;
  /** MySQL's error code. */
  readonly errorCode?: number;
}

/** The cause of a FAILED task in plain words. */
export interface Diagnosis {
  readonly cause: DiagnosisCause;
  readonly summary: string;
  readonly remedy: string;
  /** Whether the cause passes without anybody doing something to the data path's contents. */
  readonly transient: boolean;
  readonly restartPolicy: RestartPolicy;
  readonly details: DiagnosisDetails;
  /** Message of the innermost exception: the upstream's own words. */
  readonly rootMessage: string;
}

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

function detailsOf(text: string): DiagnosisDetails {
  const first = (pattern: RegExp) => pattern.exec(text)?.[1];
  const schemaVersionId = first(new RegExp(`schemaVersionId (?:= )?(${uuid})`, "i"));
  const schemaName = first(/schema name = (\S+?)(?:\.? Error:|\s|$)/);
  const registryName = first(/RegistryName: ([^\s,)]+)/);
  const sourceEndpoint = first(/database at (\S+:\d+)/);
  const errorCode = first(/Error code: (\d+)/);
  return {
    ...(schemaVersionId === undefined ? {} : { schemaVersionId }),
    ...(schemaName === undefined ? {} : { schemaName }),
    ...(registryName === undefined ? {} : { registryName }),
    ...(sourceEndpoint === undefined ? {} : { sourceEndpoint }),
    ...(errorCode === undefined ? {} : { errorCode: Number(errorCode) }),
  };
}

function matches(rule: CauseRule, text: string): boolean {
  return (
    rule.patterns.some((pattern) => pattern.test(text)) &&
    (rule.also ?? []).every((pattern) => pattern.test(text))
  );
}

/** Says why a task failed from the trace that Kafka Connect keeps of it. */
export function diagnoseTrace(trace: string): Diagnosis {
  const chain = parseTrace(trace);
  const text = chain.length === 0 ? trace : causeText(chain);
  const rootMessage = chain.findLast(({ message }) => message !== "")?.message ?? trace.trim();
  const details = detailsOf(text);
  const rule = causeRules.find((candidate) => matches(candidate, text));
  if (rule === undefined) {
    return {
      cause: "unknown",
      summary: "the task failed for a reason that Weir does not know",
      remedy: "read the trace; a restart is tried a few times",
      transient: false,
      // Perhaps it passes; if not, somebody must look, so not for ever.
      restartPolicy: "bounded",
      details,
      rootMessage,
    };
  }
  const { cause, summary, remedy, restartPolicy } = rule;
  const transient = restartPolicy === "backoff";
  return { cause, summary, remedy, transient, restartPolicy, details, rootMessage };
}
