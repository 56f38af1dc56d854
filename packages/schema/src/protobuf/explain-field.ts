import type { Difference } from "./comparison.ts";
import type { Words } from "./explain-difference.ts";
import { describeFieldType, type ProtobufField } from "./protobuf-file.ts";

interface Subject {
  readonly noun: "column" | "field";
  readonly text: string;
}

/** A difference of one field, in the words of who owns it. */
export function explainField(difference: Difference, forward: boolean, subject: Subject): Words {
  const { rule, details } = difference;
  const { reader, writer } = details;
  const { noun } = subject;
  const [before, after] = forward ? [reader, writer] : [writer, reader];
  const say = (message: string, remedy: string) => ({
    message: `${subject.text} ${message}`,
    remedy,
  });
  switch (rule) {
    case "REQUIRED_FIELD_ADDED":
      return explainRequired(forward, writer !== undefined, noun, say);
    case "REQUIRED_FIELD_REMOVED":
      return forward
        ? say(
            "was added as required, and the earlier schema does not have it",
            `make the ${noun} optional`,
          )
        : say("was removed, and it was required", `keep the ${noun}, or make it optional first`);
    case "FIELD_NUMBER_CHANGED":
      return say(
        `changed its number from ${before?.number} to ${after?.number}: values are found by number, and are lost or read as another ${noun}`,
        `give the ${noun} number ${before?.number} again, and new ${noun}s numbers not used before`,
      );
    case "RESERVED_NUMBER_REUSED":
      return say(
        `uses number ${reader?.number}, which the earlier schema reserved: older data holds something else under it`,
        `give the ${noun} a number not used before`,
      );
    case "ONEOF_FIELD_REMOVED":
      return say(
        `${forward ? "was added to" : "was removed from"} oneof ${JSON.stringify(details.oneof)}: a reader without it sees a oneof that is not set`,
        forward ? `add the ${noun} outside of the oneof` : `keep the ${noun}, deprecated`,
      );
    default:
      return say(explainChange(difference, before, after, forward), remedyOf(rule, noun));
  }
}

function explainRequired(
  forward: boolean,
  wasThere: boolean,
  noun: string,
  say: (message: string, remedy: string) => Words,
): Words {
  if (forward) {
    return wasThere
      ? say(
          "is no longer required: readers of the earlier schema refuse records without it",
          `keep the ${noun} required`,
        )
      : say("was dropped, and readers of the earlier schema require it", `keep the ${noun}`);
  }
  return wasThere
    ? say("became required: records written before may be without it", `keep the ${noun} optional`)
    : say(
        "was added as required: records written before are without it",
        `make the ${noun} optional`,
      );
}

function explainChange(
  { rule }: Difference,
  before: ProtobufField | undefined,
  after: ProtobufField | undefined,
  forward: boolean,
): string {
  const label = rule.includes("LABEL");
  const [from, to] = [before, after].map((field) => {
    if (field === undefined) return "nothing";
    if (label) return field.label === "repeated" ? "repeated" : "a single value";
    return describeFieldType(field.type);
  });
  const changed =
    before?.name === after?.name
      ? `changed from ${from} to ${to}`
      : `was ${JSON.stringify(before?.name)} of type ${from} and is ${JSON.stringify(after?.name)} of type ${to}`;
  return `${changed}: ${consequence(rule, forward)}`;
}

function consequence(rule: Difference["rule"], forward: boolean): string {
  if (rule === "FIELD_SCALAR_NARROWED") {
    return forward
      ? "readers of the earlier schema see other values where theirs does not hold the new ones"
      : "values written before that the new type does not hold are read as others";
  }
  if (rule === "FIELD_NUMERIC_LABEL_CHANGED")
    return "numbers of a list are packed, single ones not";
  if (rule.includes("LABEL")) return "a reader of a single value sees only the last of a list";
  return forward
    ? "readers of the earlier schema cannot read the new values"
    : "values written before cannot be read as the new type";
}

function remedyOf(rule: Difference["rule"], noun: string): string {
  return rule.includes("LABEL")
    ? `keep the label, or add a new ${noun} under a new number`
    : `keep the type, or add a new ${noun} of the new type under a new number`;
}
