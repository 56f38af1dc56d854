import { join } from "node:path";
import { prepareJavaJudges } from "../../../../test/judges/java-judges.ts";
import type { Pair } from "./corpus.ts";
import type { Dictionary } from "./differences.ts";

/** Apicurio's findings on each pair, by the words of `wordings`. */
export async function findApicurioDifferences(
  pairs: readonly Pair[],
): Promise<readonly ReadonlySet<string>[]> {
  const judges = await prepareJavaJudges();
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const lines = pairs.map((pair) => `${base64(pair.earlier)} ${base64(pair.candidate)}\n`);
  const source = join(import.meta.dirname, "ApicurioProtobuf.java");
  const { code, stdout, stderr } = await judges.run(source, [], { input: lines.join("") });
  const answers = stdout.split("\n").slice(0, -1);
  if (code !== 0 || answers.length !== pairs.length) throw new Error(`ApicurioProtobuf: ${stderr}`);
  return answers.map(
    (answer) => new Set(answer === "" ? [] : answer.split("|").map((text) => nameFinding(text))),
  );
}

/** Apicurio has sentences and no names. */
const wordings: readonly (readonly [RegExp, string])[] = [
  [/^Conflict of reserved/, "RESERVED_USED"],
  [/reserved fields were removed/, "RESERVED_REMOVED"],
  [/removed without reservation/, "REMOVED_WITHOUT_RESERVATION"],
  [/field id changed/, "ID_CHANGED"],
  [/^Field name changed, .* after null$/, "NAME_REMOVED"],
  [/^Field name changed/, "NAME_CHANGED"],
  [/rpc services removed/, "RPC_REMOVED"],
  [/rpc service signature changed/, "RPC_SIGNATURE_CHANGED"],
  [/^required field added/, "REQUIRED_ADDED"],
];

function nameFinding(text: string): string {
  const [, what, from = "", to = ""] =
    /^Field (type|label) changed, .*before: (.*) , after (.*)$/.exec(text) ?? [];
  if (what === "label") return `LABEL_CHANGED: ${label(from)} to ${label(to)}`;
  if (what === "type") return `TYPE_CHANGED: ${type(from)} to ${type(to)}`;
  return wordings.find(([pattern]) => pattern.test(text))?.[1] ?? text;
}

function label(text: string): string {
  return text === "null" ? "none" : text.toLowerCase();
}

function type(text: string): string {
  if (text.startsWith("map<")) return /[A-Z]/.test(text) ? "map of named" : text;
  return /^[A-Z]/.test(text) ? "named" : text;
}

function messageNames(text: string): string {
  return [...text.matchAll(/message (\w+)/g)]
    .map((match) => match[1])
    .sort()
    .join();
}

const typeRules = [
  "FIELD_SCALAR_KIND_CHANGED",
  "FIELD_SCALAR_NARROWED",
  "FIELD_KIND_CHANGED",
  "FIELD_NUMBER_CHANGED",
];
const labelRules = [
  "FIELD_NUMERIC_LABEL_CHANGED",
  "FIELD_STRING_OR_BYTES_LABEL_CHANGED",
  "FIELD_LABEL_CHANGED",
  "FIELD_KIND_CHANGED",
  "FIELD_NUMBER_CHANGED",
];
const requiredRules = ["REQUIRED_FIELD_ADDED", "FIELD_NUMBER_CHANGED"];
const noDeletion = "AWS documents the deletion of fields as compatible; we warn";
const exact = [
  "bool to int32",
  "bool to int64",
  "bool to uint32",
  "bool to uint64",
  "int32 to int64",
  "uint32 to int64",
  "uint32 to uint64",
  "sint32 to sint64",
  "string to bytes",
];

export const apicurioDictionary: Dictionary = {
  theirs: {
    RESERVED_USED: {
      as: ["RESERVED_NUMBER_REUSED"],
      because: "only the name was reserved; we warn",
    },
    RESERVED_REMOVED: {
      as: ["RESERVED_NUMBER_REUSED"],
      because: "a reservation that went and was not used loses nothing",
    },
    REMOVED_WITHOUT_RESERVATION: { as: [], because: noDeletion },
    ID_CHANGED: { as: ["FIELD_NUMBER_CHANGED", "ENUM_CONST_CHANGED"] },
    NAME_REMOVED: { as: [], because: noDeletion },
    NAME_CHANGED: {
      as: ["FIELD_NUMBER_CHANGED", "ENUM_CONST_CHANGED"],
      because: "names are not in the bytes; we warn",
    },
    RPC_REMOVED: { as: ["METHOD_REMOVED", "SERVICE_REMOVED"] },
    RPC_SIGNATURE_CHANGED: {
      as: ["METHOD_SIGNATURE_CHANGED", "METHOD_REMOVED", "SERVICE_REMOVED"],
    },
    REQUIRED_ADDED: { as: requiredRules },
    LABEL_CHANGED: { as: labelRules },
    "LABEL_CHANGED: none to optional": { as: [], because: "presence is not in the bytes; we warn" },
    "LABEL_CHANGED: optional to none": { as: [], because: "presence is not in the bytes; we warn" },
    "LABEL_CHANGED: required to optional": { as: [], because: "AWS accepts it (observed)" },
    "LABEL_CHANGED: required to none": { as: [], because: "AWS accepts it (observed)" },
    "LABEL_CHANGED: optional to required": { as: requiredRules },
    "LABEL_CHANGED: none to required": { as: requiredRules },
    "LABEL_CHANGED: repeated to required": { as: [...labelRules, ...requiredRules] },
    ...Object.fromEntries(
      ["none", "optional", "required"].map((from) => [
        `LABEL_CHANGED: ${from} to repeated`,
        { as: labelRules, because: "a single text or message is read as a list of one" },
      ]),
    ),
    TYPE_CHANGED: { as: typeRules },
    ...Object.fromEntries(
      ["named to named", "map of named to map of named"].map((change) => [
        `TYPE_CHANGED: ${change}`,
        {
          as: typeRules,
          because: "a type under another name is compared by what it holds, and may hold the same",
        },
      ]),
    ),
    ...Object.fromEntries(
      ["int32 to named", "bool to named", "named to int32", "named to int64"].map((change) => [
        `TYPE_CHANGED: ${change}`,
        { as: typeRules, because: "an enum is an int32 in the bytes" },
      ]),
    ),
    ...Object.fromEntries(
      exact.map((change) => [
        `TYPE_CHANGED: ${change}`,
        { as: ["FIELD_NUMBER_CHANGED"], because: "every value is read as it was" },
      ]),
    ),
  },
  ours: {
    PACKAGE_CHANGED: { as: [], because: "Apicurio does not look at the package" },
    MESSAGE_REMOVED: { as: [], because: "Apicurio does not look for messages that went" },
    REQUIRED_FIELD_ADDED: { as: ["REQUIRED_ADDED", "LABEL_CHANGED", "NAME_CHANGED"] },
    FIELD_SCALAR_KIND_CHANGED: { as: ["TYPE_CHANGED", "NAME_CHANGED"] },
    FIELD_SCALAR_NARROWED: { as: ["TYPE_CHANGED", "NAME_CHANGED"] },
    FIELD_KIND_CHANGED: { as: ["TYPE_CHANGED", "NAME_CHANGED"] },
    FIELD_NUMERIC_LABEL_CHANGED: { as: ["LABEL_CHANGED", "NAME_CHANGED"] },
    FIELD_STRING_OR_BYTES_LABEL_CHANGED: { as: ["LABEL_CHANGED", "NAME_CHANGED"] },
    FIELD_LABEL_CHANGED: { as: ["LABEL_CHANGED", "NAME_CHANGED"] },
    FIELD_NUMBER_CHANGED: { as: ["ID_CHANGED"] },
    RESERVED_NUMBER_REUSED: { as: ["RESERVED_USED", "RESERVED_REMOVED"] },
    MULTIPLE_FIELDS_MOVED_TO_ONEOF: { as: [], because: "Apicurio does not look at oneofs" },
    FIELD_MOVED_TO_EXISTING_ONEOF: { as: [], because: "Apicurio does not look at oneofs" },
    METHOD_REMOVED: { as: ["RPC_REMOVED"] },
    METHOD_SIGNATURE_CHANGED: { as: ["RPC_SIGNATURE_CHANGED"] },
    SERVICE_REMOVED: { as: ["RPC_REMOVED"] },
    ENUM_CONST_CHANGED: { as: ["ID_CHANGED", "NAME_CHANGED"] },
    ENUM_CONST_REMOVED: { as: ["NAME_REMOVED"] },
  },
  blind: (finding, theirs, { earlier, candidate }) => {
    if (finding in apicurioDictionary.ours && messageNames(earlier) !== messageNames(candidate)) {
      return "Apicurio finds no message again once it has another name";
    }
    if (
      theirs.has("NAME_CHANGED") &&
      (finding === "REQUIRED_ADDED" || finding in apicurioDictionary.ours)
    ) {
      return "Apicurio compares fields by their names, and this one has another";
    }
    return finding === "REQUIRED_FIELD_ADDED" &&
      /message \w+ \{\s*(?:reserved [^;]*;\s*)?\}/.test(earlier)
      ? "Apicurio does not look at a message that had no field"
      : undefined;
  },
};
