import { renderPath } from "../avro/invalid.ts";
import type { Direction, Violation } from "../verdict.ts";
import { describeMask } from "./check-scalar.ts";
import { describeMember } from "./explain-member.ts";
import type { Mismatch } from "./find-mismatches.ts";
import { kinds, numberKinds } from "./json-kind.ts";
import { kindsOf } from "./json-schema.ts";

/** Where a mismatch is, in the words of who owns it: a table's column or a document's property. */
export interface Subject {
  readonly column?: string;
  /** `column "age"`, `property "address.street"`, `the schema`. */
  readonly text: string;
  readonly noun: "column" | "property";
}

export interface Words {
  readonly message: string;
  readonly remedy: string;
}

/** A mismatch as a violation in the user's words. */
export function explainMismatch(
  mismatch: Mismatch,
  direction: Direction,
  subject: Subject,
): Omit<Violation, "versions"> {
  const { rule, path, document } = mismatch;
  const pointer = renderPath(path);
  const column = subject.column === undefined ? {} : { column: subject.column };
  const words = describe(mismatch, direction === "FORWARD", subject.noun);
  return {
    rule,
    direction,
    path: document === undefined ? pointer : `${document}#${pointer}`,
    ...column,
    message: `${subject.text} ${words.message}`,
    remedy: words.remedy,
  };
}

function describe(mismatch: Mismatch, forward: boolean, noun: Subject["noun"]): Words {
  const { demand } = mismatch;
  switch (mismatch.rule) {
    case "TYPE_CHANGED":
    case "TYPE_NARROWED":
    case "SUM_TYPE_NARROWED":
      return describeType(mismatch, forward, noun);
    case "COMBINED_TYPE_CHANGED":
    case "COMBINED_TYPE_SUBSCHEMAS_CHANGED":
      return {
        message: `is ${demand.step[0]} of other schemas ${
          forward ? "than before" : "now"
        }: ${possible(forward)} may match none of them, or more than one`,
        remedy: "keep the alternatives, and add new ones that exclude each other",
      };
    case "ENUM_ARRAY_NARROWED":
      return {
        message: `${forward ? "gained" : "lost"} the values ${demand.sides?.writer}: ${reason(forward)}`,
        remedy: forward ? "do not write new values yet" : "keep the values",
      };
    case "ENUM_ARRAY_ADDED":
      return {
        message: `${forward ? "is no longer" : "became"} limited to listed values: ${reason(forward)}`,
        remedy: forward ? "keep the list" : "do not limit the values",
      };
    case "NOT_TYPE_EXTENDED":
      return {
        message: `${forward ? "allows what the earlier schema excludes by" : "excludes more by"} "not": ${reason(forward)}`,
        remedy: 'keep the schema under "not", or narrow it',
      };
    case "CONDITION_CHANGED":
      return {
        message: `has another condition (if, then, else): ${reason(forward)}`,
        remedy: "keep the condition and what follows from it",
      };
    case "SCHEMA_TOO_COMPLEX":
      return tooComplex;
    default:
      return describeMember(mismatch, forward, noun) ?? describeLimit(mismatch, forward);
  }
}

export const tooComplex: Words = {
  message:
    "is too deep or has too many alternatives to be compared: that all data stays valid is not proved",
  remedy: "split the schema, or use fewer anyOf, oneOf and if in one place",
};

/** Why a demand matters, by who cannot read what. */
export function reason(forward: boolean): string {
  return forward
    ? "readers of the earlier schema do not accept all new values"
    : "values written before may not be valid any more";
}

function possible(forward: boolean): string {
  return forward ? "new values" : "values written before";
}

function describeType(mismatch: Mismatch, forward: boolean, noun: Subject["noun"]): Words {
  const { writer, reader } = mismatch;
  const accepted = kindsOf(reader);
  const missing = writer.mask & ~accepted;
  if (missing === kinds.null && writer.mask !== 0) return describeNull(forward, noun);
  // Of two nullable sides the one alternative that fails is compared: null is no news.
  const wanted = writer.source.taken.length > 0 ? accepted & ~kinds.null : accepted;
  const [from, to] = forward
    ? [describeMask(wanted), describeMask(writer.mask)]
    : [describeMask(writer.mask), describeMask(wanted)];
  if (missing === 0 || from === to) {
    return {
      message: `is described by other alternatives (${mismatch.demand.step[0]}): ${reason(forward)}`,
      remedy: "keep the alternatives, and only add to them",
    };
  }
  return {
    message: `changed from ${from} to ${to}: ${reason(forward)}`,
    remedy: `keep the type, or add a new ${noun} of the new type`,
  };
}

function describeNull(forward: boolean, noun: Subject["noun"]): Words {
  const words = noun === "column" ? ["nullable", "NOT NULL"] : ["nullable", "not nullable"];
  return forward
    ? {
        message: `became ${words[0]}: readers of the earlier schema expect a value`,
        remedy: `keep the ${noun} ${words[1]}`,
      }
    : {
        message: `became ${words[1]}: ${noun === "column" ? "rows" : "values"} written before may hold null`,
        remedy: `keep the ${noun} ${words[0]}`,
      };
}

/** A limit, such as maxLength or pattern, that came, went or changed. */
function describeLimit({ demand, writer }: Mismatch, forward: boolean): Words {
  const name = String(demand.step[0]);
  const { reader = "", writer: own = "" } = demand.sides ?? {};
  const [before, after] = forward ? [reader, own] : [own, reader];
  const change =
    before === ""
      ? `gained ${name}${after === "" ? "" : ` ${after}`}`
      : after === ""
        ? `lost ${name} ${before}`
        : `changed ${name} from ${before} to ${after}`;
  const whole = (writer.mask & numberKinds) !== 0 && name === "multipleOf";
  return {
    message: `${change}: ${reason(forward)}`,
    remedy: forward
      ? `keep ${name}, or let readers take the new schema first`
      : `keep ${name} as it was${whole ? "" : ", or loosen it"}`,
  };
}
