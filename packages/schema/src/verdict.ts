import type { CompatibilityMode } from "@weir/core";
import type { AvroRule } from "./avro/find-mismatches.ts";
import type { JsonRule } from "./json/json-rule.ts";
import type { ProtobufRule } from "./protobuf/protobuf-rules.ts";

/** BACKWARD: the candidate reads earlier data. FORWARD: earlier schemas read the candidate's data. */
export type Direction = "BACKWARD" | "FORWARD";

/** Avro Java's `SchemaIncompatibilityType` in its spelling; other formats add theirs. */
export type Rule = AvroRule | JsonRule | ProtobufRule;

/** One reason for a "no". */
export interface Violation {
  readonly rule: Rule;
  readonly direction: Direction;
  /** JSON pointer into the reader: the candidate for BACKWARD, the earlier schema for FORWARD. */
  readonly path: string;
  /** The table's column, where the schema is a Debezium envelope or key. */
  readonly column?: string;
  /** Version numbers of the baselines that this holds against, ascending. */
  readonly versions: readonly number[];
  readonly message: string;
  /** What would make the schema compatible. */
  readonly remedy: string;
}

/** Allowed, and yet worth a look. */
export interface Warning {
  /** JSON pointer into the candidate. */
  readonly path: string;
  readonly message: string;
}

/** An expected "no" is a value: `compatible` is false and the violations say why. */
export interface Verdict {
  readonly compatible: boolean;
  readonly mode: CompatibilityMode;
  readonly violations: readonly Violation[];
  /** Never a reason for a "no". */
  readonly warnings: readonly Warning[];
  /** What an operator can do; absent where compatible. */
  readonly remedy?: string;
}

/** `READER_FIELD_MISSING_DEFAULT_VALUE` as people read it: "reader field missing default value". */
export function describeRule(rule: Rule): string {
  return rule.toLowerCase().replaceAll("_", " ");
}

/** The command that takes one refused version past its registry. */
export function acceptCommand(schemaName: string): string {
  return `weir schema accept ${schemaName}`;
}

/** Remedies that a sentence takes; each violation has its own beside it. */
const mostRemedies = 5;

export function summarizeRemedy(violations: readonly Violation[]): string {
  const remedies = [...new Set(violations.map((violation) => violation.remedy))];
  const more = remedies.length - mostRemedies;
  const named = remedies.slice(0, mostRemedies).join("; ");
  return `${named}${more > 0 ? `; and ${more} more` : ""}; or, once it is refused, accept it all the same: ${acceptCommand("NAME")}`;
}
