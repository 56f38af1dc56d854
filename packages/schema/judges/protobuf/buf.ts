import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runTool } from "../../../../test/judges/run-tool.ts";
import type { Pair } from "./corpus.ts";
import type { Dictionary } from "./differences.ts";

const buf = resolve(import.meta.dirname, "../../../../node_modules/.bin/buf");

const rules = [
  "WIRE",
  "FIELD_SAME_NAME",
  "FIELD_SAME_TYPE",
  "ENUM_VALUE_SAME_NAME",
  "MESSAGE_NO_DELETE",
  "RPC_NO_DELETE",
  "SERVICE_NO_DELETE",
];

/** Runs in a folder of its own; nothing is fetched. */
async function inFolder<T>(
  use: (folder: string, env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "weir-buf-"));
  try {
    return await use(folder, { ...process.env, BUF_CACHE_DIR: join(folder, "cache") });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Buf's findings on each pair, all in one process: a pair is a file under one name in two folders. */
export function findBufBreaking(pairs: readonly Pair[]): Promise<readonly ReadonlySet<string>[]> {
  const config = JSON.stringify({ version: "v2", breaking: { use: rules } });
  return inFolder(async (folder, env) => {
    for (const side of ["earlier", "candidate"] as const) {
      await mkdir(join(folder, side));
      await writeFile(join(folder, side, "buf.yaml"), config);
      for (const pair of pairs) {
        await writeFile(join(folder, side, `pair${pair.index}.proto`), pair[side]);
      }
    }
    const args = ["breaking", join(folder, "candidate"), "--against", join(folder, "earlier")];
    const { code, stdout, stderr } = await runTool(buf, [...args, "--error-format=json"], { env });
    if (code !== 0 && code !== 100) throw new Error(`buf breaking: ${stderr || stdout}`);
    const byFile = new Map<string, Set<string>>();
    for (const line of stdout.split("\n").filter((text) => text !== "")) {
      const finding = JSON.parse(line) as Finding;
      const name = finding.path.split("/").at(-1) as string;
      byFile.set(name, (byFile.get(name) ?? new Set()).add(nameFinding(finding)));
    }
    return pairs.map((pair) => byFile.get(`pair${pair.index}.proto`) ?? new Set());
  });
}

interface Finding {
  readonly path: string;
  readonly type: string;
  readonly message: string;
}

/** The rule, and behind a colon what is needed to tell one case from another. */
function nameFinding({ type, message }: Finding): string {
  const [, from, to] = /(?:type|cardinality) from "([^"]+)" to "([^"]+)"/.exec(message) ?? [];
  if (/_TYPE$/.test(type) && type.startsWith("FIELD_")) {
    return `${type}: ${[from, to].map((name) => (name?.includes(".") ? "named" : name)).join(" to ")}`;
  }
  if (type.endsWith("CARDINALITY")) {
    const word = (label = "") => label.replace(/^optional.*/, "optional");
    return `${type}: ${word(from)} to ${word(to)}`;
  }
  if (type === "MESSAGE_SAME_REQUIRED_FIELDS") {
    return `${type}: ${/ added\b/.test(message) ? "added" : "deleted"}`;
  }
  return type;
}

/** Why Buf refuses each text; undefined where it builds it. */
export function findBufRefusals(
  texts: readonly string[],
): Promise<readonly (string | undefined)[]> {
  return inFolder(async (folder, env) => {
    const refusals: (string | undefined)[] = [];
    for (const [index, text] of texts.entries()) {
      const name = `text${index}`;
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, "a.proto"), text);
      const { code, stdout, stderr } = await runTool(buf, ["build", name, "-o", "/dev/null"], {
        cwd: folder,
        env,
      });
      refusals.push(code === 0 ? undefined : `${stderr}${stdout}`.trim().split("\n")[0]);
    }
    return refusals;
  });
}

const typeRules = ["FIELD_SCALAR_KIND_CHANGED", "FIELD_KIND_CHANGED", "FIELD_NUMBER_CHANGED"];
const requiredRules = ["REQUIRED_FIELD_ADDED", "FIELD_NUMBER_CHANGED"];
const labelRules = [
  "FIELD_NUMERIC_LABEL_CHANGED",
  "FIELD_STRING_OR_BYTES_LABEL_CHANGED",
  "FIELD_LABEL_CHANGED",
];
const oneofRules = ["MULTIPLE_FIELDS_MOVED_TO_ONEOF", "FIELD_MOVED_TO_EXISTING_ONEOF"];
const enumRules = ["ENUM_CONST_CHANGED", "ENUM_CONST_REMOVED"];
const byContent = "a type under another name is compared by what it holds, and may hold the same";

const listOfOne = "a single text or message is read as a list of one";
/** Changes of which a reader notices nothing. */
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
  "enum to int32",
  "enum to int64",
  "int32 to enum",
  "bool to enum",
];

export const bufDictionary: Dictionary = {
  theirs: {
    FILE_SAME_PACKAGE: { as: ["PACKAGE_CHANGED"] },
    MESSAGE_NO_DELETE: {
      as: ["MESSAGE_REMOVED"],
      because: "a message that only fields held goes with them",
    },
    FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED: {
      as: ["FIELD_NUMBER_CHANGED"],
      because: "AWS documents the deletion of fields as compatible; we warn",
    },
    FIELD_WIRE_COMPATIBLE_TYPE: { as: [...typeRules, "FIELD_SCALAR_NARROWED"] },
    "FIELD_WIRE_COMPATIBLE_TYPE: named to named": { as: typeRules, because: byContent },
    FIELD_WIRE_COMPATIBLE_CARDINALITY: {
      as: [...labelRules, "FIELD_KIND_CHANGED", "FIELD_NUMBER_CHANGED"],
    },
    "FIELD_WIRE_COMPATIBLE_CARDINALITY: optional to repeated": {
      as: labelRules,
      because: listOfOne,
    },
    "FIELD_WIRE_COMPATIBLE_CARDINALITY: required to repeated": {
      as: labelRules,
      because: listOfOne,
    },
    "FIELD_WIRE_COMPATIBLE_CARDINALITY: optional to required": { as: requiredRules },
    "FIELD_WIRE_COMPATIBLE_CARDINALITY: required to optional": {
      as: [],
      because: "AWS accepts it (observed)",
    },
    FIELD_SAME_TYPE: { as: [...typeRules, "FIELD_SCALAR_NARROWED"] },
    "FIELD_SAME_TYPE: named to named": { as: typeRules, because: byContent },
    ...Object.fromEntries(
      exact.flatMap((change) =>
        ["FIELD_SAME_TYPE", "FIELD_WIRE_COMPATIBLE_TYPE"].map((rule) => [
          `${rule}: ${change}`,
          { as: ["FIELD_NUMBER_CHANGED"], because: "every value is read as it was" },
        ]),
      ),
    ),
    FIELD_SAME_NAME: {
      as: ["FIELD_NUMBER_CHANGED"],
      because: "names are not in the bytes; we warn",
    },
    FIELD_SAME_ONEOF: {
      as: oneofRules,
      because: "a oneof of fields that were never set together loses nothing",
    },
    FIELD_SAME_DEFAULT: { as: [], because: "defaults are not in the bytes; we warn" },
    "MESSAGE_SAME_REQUIRED_FIELDS: added": { as: requiredRules },
    "MESSAGE_SAME_REQUIRED_FIELDS: deleted": {
      as: [],
      because: "AWS documents the removal of a required field as BACKWARD compatible",
    },
    RESERVED_MESSAGE_NO_DELETE: {
      as: ["RESERVED_NUMBER_REUSED"],
      because: "a reservation that went and was not used loses nothing",
    },
    RESERVED_ENUM_NO_DELETE: {
      as: enumRules,
      because: "a reservation that went and was not used loses nothing",
    },
    RPC_NO_DELETE: { as: ["METHOD_REMOVED"] },
    RPC_SAME_REQUEST_TYPE: { as: ["METHOD_SIGNATURE_CHANGED"] },
    RPC_SAME_RESPONSE_TYPE: { as: ["METHOD_SIGNATURE_CHANGED"] },
    RPC_SAME_CLIENT_STREAMING: { as: ["METHOD_SIGNATURE_CHANGED"] },
    RPC_SAME_SERVER_STREAMING: { as: ["METHOD_SIGNATURE_CHANGED"] },
    SERVICE_NO_DELETE: { as: ["SERVICE_REMOVED"] },
    ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED: {
      as: enumRules,
      because: "an open enum keeps a number without a name; we warn",
    },
    ENUM_VALUE_SAME_NAME: {
      as: ["ENUM_CONST_CHANGED"],
      because: "names are not in the bytes; we warn",
    },
  },
  ours: {
    PACKAGE_CHANGED: { as: ["FILE_SAME_PACKAGE"] },
    MESSAGE_REMOVED: { as: ["MESSAGE_NO_DELETE"] },
    REQUIRED_FIELD_ADDED: {
      as: ["MESSAGE_SAME_REQUIRED_FIELDS"],
    },
    FIELD_SCALAR_KIND_CHANGED: { as: ["FIELD_WIRE_COMPATIBLE_TYPE"] },
    FIELD_KIND_CHANGED: {
      as: ["FIELD_WIRE_COMPATIBLE_TYPE", "FIELD_WIRE_COMPATIBLE_CARDINALITY"],
    },
    FIELD_SCALAR_NARROWED: { as: ["FIELD_SAME_TYPE"] },
    FIELD_NUMBER_CHANGED: {
      as: ["FIELD_SAME_NAME", "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED"],
      because: "the number that the field left is reserved, and Buf takes the field for a new one",
    },
    // Where the type changed too, Buf may say that only.
    FIELD_NUMERIC_LABEL_CHANGED: {
      as: ["FIELD_WIRE_COMPATIBLE_CARDINALITY", "FIELD_WIRE_COMPATIBLE_TYPE"],
    },
    FIELD_STRING_OR_BYTES_LABEL_CHANGED: {
      as: ["FIELD_WIRE_COMPATIBLE_CARDINALITY"],
      because: "Buf takes a list of texts for the last of them",
    },
    FIELD_LABEL_CHANGED: {
      as: ["FIELD_WIRE_COMPATIBLE_CARDINALITY"],
      because: "Buf takes a list of messages for the last of them",
    },
    MULTIPLE_FIELDS_MOVED_TO_ONEOF: { as: ["FIELD_SAME_ONEOF"] },
    FIELD_MOVED_TO_EXISTING_ONEOF: { as: ["FIELD_SAME_ONEOF"] },
    METHOD_REMOVED: { as: ["RPC_NO_DELETE"] },
    METHOD_SIGNATURE_CHANGED: {
      as: [
        "RPC_SAME_REQUEST_TYPE",
        "RPC_SAME_RESPONSE_TYPE",
        "RPC_SAME_CLIENT_STREAMING",
        "RPC_SAME_SERVER_STREAMING",
      ],
    },
    SERVICE_REMOVED: { as: ["SERVICE_NO_DELETE"] },
    ENUM_CONST_CHANGED: {
      as: ["ENUM_VALUE_SAME_NAME", "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED"],
    },
    ENUM_CONST_REMOVED: {
      as: ["ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED"],
      because: "a closed enum drops the value, even if its number is reserved",
    },
    RESERVED_NUMBER_REUSED: { as: ["RESERVED_MESSAGE_NO_DELETE"] },
  },
  blind: (finding, theirs) => {
    if (!(finding in bufDictionary.ours)) return undefined;
    if (theirs.has("FILE_SAME_PACKAGE")) {
      return "Buf finds no type again once the package has another name";
    }
    if (theirs.has("FIELD_SAME_TYPE: named to named")) {
      return "Buf does not look at what a message holds that a field has in place of another";
    }
    return theirs.has("MESSAGE_NO_DELETE")
      ? "Buf finds no message again once it has another name"
      : undefined;
  },
};
