import type { Direction, Violation } from "../verdict.ts";
import type { Details, Difference } from "./comparison.ts";
import { columnName } from "./debezium-rows.ts";
import { explainField } from "./explain-field.ts";
import { renderPath } from "./invalid.ts";
import type { ProtobufField } from "./protobuf-file.ts";

export interface Words {
  readonly message: string;
  readonly remedy: string;
}

/** A difference as a violation; `rows` are the messages of either side that hold columns. */
export function explainDifference(
  difference: Difference,
  direction: Direction,
  rows: readonly [reader: ReadonlySet<string>, writer: ReadonlySet<string>],
): Omit<Violation, "versions"> {
  const { rule, steps, details, around } = difference;
  const field = details.reader ?? details.writer;
  const inRow = around !== undefined && (rows[0].has(around[0]) || rows[1].has(around[1]));
  const column = inRow && field !== undefined ? { column: columnName(field) } : {};
  const words =
    field === undefined
      ? explainDefinition(difference, direction === "FORWARD")
      : explainField(difference, direction === "FORWARD", subjectOf(field, around, inRow));
  return { rule, direction, path: renderPath(steps), ...column, ...words };
}

/** `column "age"`, `field "gtid" of Source`. */
function subjectOf(
  field: ProtobufField,
  around: Difference["around"],
  inRow: boolean,
): { readonly noun: "column" | "field"; readonly text: string } {
  if (inRow) return { noun: "column", text: `column ${JSON.stringify(columnName(field))}` };
  const owner = around?.[0].split(".").at(-1);
  return { noun: "field", text: `field ${JSON.stringify(field.name)} of ${owner}` };
}

/** What is no field: messages, enum values, oneofs, services, the package. */
function explainDefinition({ rule, details }: Difference, forward: boolean): Words {
  switch (rule) {
    case "PACKAGE_CHANGED":
      return {
        message:
          "the package changed: every message has another full name, by which generated classes and Any find it",
        remedy: "keep the package, or register the new one under another schema name",
      };
    case "MESSAGE_REMOVED":
      return {
        message: `message ${details.message} ${
          forward
            ? "was added, and readers of the earlier schema do not have it"
            : "was removed, and records written before may hold it"
        }`,
        remedy: forward ? "register it under another schema name" : "keep the message",
      };
    case "SERVICE_REMOVED":
      return explainRemoval(`service ${details.service}`, "service", forward);
    case "METHOD_REMOVED":
      return explainRemoval(`method ${details.method} of ${details.service}`, "method", forward);
    case "METHOD_SIGNATURE_CHANGED":
      return explainSignature(details, forward);
    case "ENUM_CONST_CHANGED":
    case "ENUM_CONST_REMOVED":
      return explainEnumValue(rule, details, forward);
    default:
      return {
        message: `oneof ${JSON.stringify(details.oneof)} ${
          forward ? "held" : "holds"
        } the fields ${details.fields?.join(", ")}, which a writer can set together: a reader sees only the last`,
        remedy: forward
          ? "keep the fields in the oneof"
          : "keep the fields out of the oneof; a new oneof may take one of them",
      };
  }
}

function explainRemoval(subject: string, noun: string, forward: boolean): Words {
  return forward
    ? {
        message: `${subject} was added, and servers of the earlier schema do not have it`,
        remedy: `add the ${noun} under another schema name`,
      }
    : {
        message: `${subject} was removed, and clients of the earlier schema call it`,
        remedy: `keep the ${noun}`,
      };
}

function explainSignature({ service, method, signatures }: Details, forward: boolean): Words {
  const [from, to] = forward
    ? [signatures?.reader, signatures?.writer]
    : [signatures?.writer, signatures?.reader];
  return {
    message: `method ${method} of ${service} changed from ${from} to ${to}`,
    remedy: "keep the method, and add a new one",
  };
}

function explainEnumValue(rule: Difference["rule"], details: Details, forward: boolean): Words {
  const { value, name, number } = details;
  const subject = `enum ${details.enum}`;
  if (rule === "ENUM_CONST_REMOVED") {
    const words = `${subject} ${forward ? "gained" : "lost"} the value ${value?.name} = ${value?.number}`;
    return forward
      ? {
          message: `${words}: proto2 readers of the earlier schema drop it`,
          remedy: "leave the value out, or move the readers first",
        }
      : { message: `${words}: a proto2 reader drops it`, remedy: "keep the value, deprecated" };
  }
  const meant = name ?? value?.name;
  const message =
    name === undefined
      ? `${subject}: ${meant} is ${number} for the reader and ${value?.number} for the writer`
      : `${subject}: ${value?.number} is ${meant} for the reader and ${value?.name} for the writer`;
  return { message, remedy: "keep the numbers of the values, and give new values new numbers" };
}
