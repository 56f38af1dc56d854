import type { Profile } from "../data-format.ts";
import type { Direction } from "../verdict.ts";

/**
 * What can differ between a reader and a writer and be a reason for a "no". Confluent's words where
 * Confluent has one: ADDED and REMOVED as seen from the writer to the reader, in both directions.
 */
const protobufRules = [
  "ENUM_CONST_CHANGED",
  "ENUM_CONST_REMOVED",
  "FIELD_KIND_CHANGED",
  "FIELD_LABEL_CHANGED",
  "FIELD_MOVED_TO_EXISTING_ONEOF",
  "FIELD_NAMED_TYPE_CHANGED",
  "FIELD_NUMBER_CHANGED",
  "FIELD_NUMERIC_LABEL_CHANGED",
  "FIELD_SCALAR_KIND_CHANGED",
  "FIELD_SCALAR_NARROWED",
  "FIELD_STRING_OR_BYTES_LABEL_CHANGED",
  "MESSAGE_REMOVED",
  "METHOD_REMOVED",
  "METHOD_SIGNATURE_CHANGED",
  "MULTIPLE_FIELDS_MOVED_TO_ONEOF",
  "ONEOF_FIELD_REMOVED",
  "PACKAGE_CHANGED",
  "REQUIRED_FIELD_ADDED",
  "REQUIRED_FIELD_REMOVED",
  "RESERVED_NUMBER_REUSED",
  "SERVICE_REMOVED",
] as const;

export type ProtobufRule = (typeof protobufRules)[number];

type Verdicts = Readonly<Record<ProtobufRule, readonly Direction[]>>;

const both: readonly Direction[] = ["BACKWARD", "FORWARD"];
const never: readonly Direction[] = [];

/** In which directions a difference is a "no". */
const verdicts: Readonly<Record<Profile, Verdicts>> = {
  // What AWS documents on required fields and RPC; beyond that, what loses or misreads data.
  aws: {
    ENUM_CONST_CHANGED: both,
    ENUM_CONST_REMOVED: both,
    FIELD_KIND_CHANGED: both,
    FIELD_LABEL_CHANGED: both,
    FIELD_MOVED_TO_EXISTING_ONEOF: both,
    // Types are compared by what they hold: their names are no part of the bytes.
    FIELD_NAMED_TYPE_CHANGED: never,
    FIELD_NUMBER_CHANGED: both,
    FIELD_NUMERIC_LABEL_CHANGED: both,
    FIELD_SCALAR_KIND_CHANGED: both,
    FIELD_SCALAR_NARROWED: both,
    FIELD_STRING_OR_BYTES_LABEL_CHANGED: both,
    MESSAGE_REMOVED: both,
    METHOD_REMOVED: both,
    METHOD_SIGNATURE_CHANGED: both,
    MULTIPLE_FIELDS_MOVED_TO_ONEOF: both,
    ONEOF_FIELD_REMOVED: never,
    PACKAGE_CHANGED: both,
    REQUIRED_FIELD_ADDED: both,
    REQUIRED_FIELD_REMOVED: never,
    // Data under a reserved number is older than both schemas: only new readers can mistake it.
    RESERVED_NUMBER_REUSED: ["BACKWARD"],
    SERVICE_REMOVED: both,
  },
  confluent: {
    ENUM_CONST_CHANGED: never,
    ENUM_CONST_REMOVED: never,
    FIELD_KIND_CHANGED: both,
    FIELD_LABEL_CHANGED: never,
    FIELD_MOVED_TO_EXISTING_ONEOF: both,
    FIELD_NAMED_TYPE_CHANGED: both,
    FIELD_NUMBER_CHANGED: never,
    FIELD_NUMERIC_LABEL_CHANGED: both,
    FIELD_SCALAR_KIND_CHANGED: both,
    FIELD_SCALAR_NARROWED: never,
    FIELD_STRING_OR_BYTES_LABEL_CHANGED: never,
    MESSAGE_REMOVED: both,
    METHOD_REMOVED: never,
    METHOD_SIGNATURE_CHANGED: never,
    MULTIPLE_FIELDS_MOVED_TO_ONEOF: both,
    ONEOF_FIELD_REMOVED: both,
    PACKAGE_CHANGED: never,
    REQUIRED_FIELD_ADDED: both,
    REQUIRED_FIELD_REMOVED: both,
    RESERVED_NUMBER_REUSED: never,
    SERVICE_REMOVED: never,
  },
};

export function isViolation(rule: ProtobufRule, profile: Profile, direction: Direction): boolean {
  return verdicts[profile][rule].includes(direction);
}
