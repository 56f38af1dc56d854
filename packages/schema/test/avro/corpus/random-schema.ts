import type { Random } from "../../../../../test/e2e/support/random.ts";
import { fieldsOf, isMap, type Json, type JsonMap } from "./json.ts";

export const primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

const logicalTypes: readonly JsonMap[] = [
  { type: "int", logicalType: "date" },
  { type: "long", logicalType: "timestamp-millis" },
  { type: "bytes", logicalType: "decimal", precision: 10, scale: 2 },
  { type: "bytes", logicalType: "decimal", precision: 2, scale: 10 },
  { type: "string", logicalType: "uuid" },
  { type: "string", logicalType: "no-such-type" },
];

/** As Debezium writes them, and as nobody should. */
const namespaces = ["n", "n.m", "db-server.test_db", "2.a b"];
export const symbols = ["A", "B", "C", "D", "_e"];

export type SchemaMaker = ReturnType<typeof createSchemaMaker>;

/** Makes schemas whose names do not clash as long as one maker makes them. */
export function createSchemaMaker(random: Random) {
  const { next, pick, between } = random;
  const defined: string[] = [];
  const open: string[] = [];
  const taken = new Set<string>();
  let count = 0;

  /** Own namespace, dotted name or the one around; now and then a simple name that is taken elsewhere. */
  function head(kind: string, around: string) {
    const roll = next();
    const space = roll < 0.3 ? pick(namespaces) : around;
    let name = `${kind}${next() < 0.2 ? between(1, 3) : ++count + 3}`;
    while (taken.has(`${space}.${name}`)) name = `${kind}${++count + 3}`;
    taken.add(`${space}.${name}`);
    const fullName = space === "" ? name : `${space}.${name}`;
    const written: JsonMap =
      space === around ? { name } : roll < 0.15 ? { name: fullName } : { name, namespace: space };
    if (next() < 0.1) written.aliases = [pick([`Old${name}`, `n.${name}`, `${kind}1`])];
    return { written, fullName, space };
  }

  function schema(depth: number, around = "", inUnion = false): Json {
    const roll = next();
    // A record that must contain itself has no value; most recursion goes through a union.
    const known = inUnion || next() < 0.1 ? [...defined, ...open] : defined;
    if (roll < 0.12 && known.length > 0) return pick(known);
    if (depth <= 0 || roll < 0.3)
      return next() < 0.2 ? { ...pick(logicalTypes) } : pick(primitives);
    if (roll < 0.4) return enumeration(around);
    if (roll < 0.47) return fixed(around);
    if (roll < 0.54) return { type: "array", items: schema(depth - 1, around) };
    if (roll < 0.6) return { type: "map", values: schema(depth - 1, around) };
    if (roll < 0.78 && !inUnion) return union(depth, around);
    return record(depth, around);
  }

  function enumeration(around: string): Json {
    const { written, fullName } = head("E", around);
    const own = symbols.filter(() => next() < 0.6);
    const rest: JsonMap = { symbols: own.length === 0 ? ["A"] : own };
    if (next() < 0.25) rest.default = (rest.symbols as string[])[0] as string;
    defined.push(fullName);
    return { type: "enum", ...written, ...rest };
  }

  function fixed(around: string): Json {
    const { written, fullName } = head("F", around);
    defined.push(fullName);
    const decimal = next() < 0.2 ? { logicalType: "decimal", precision: 8 } : {};
    return { type: "fixed", ...written, size: pick([4, 8]), ...decimal };
  }

  function union(depth: number, around: string): Json {
    const branches: Json[] = next() < 0.5 ? ["null"] : [];
    for (let index = between(1, 3); index > 0; index--) {
      branches.push(schema(depth - 1, around, true));
    }
    const kept = new Map(branches.map((branch) => [branchName(branch), branch]));
    return [...kept.values()];
  }

  function record(depth: number, around: string): Json {
    const { written, fullName, space } = head("R", around);
    open.push(fullName);
    const fields = Array.from({ length: between(0, 4) }, (_, index) =>
      field(`f${index}`, depth - 1, space),
    );
    open.pop();
    defined.push(fullName);
    return { type: next() < 0.05 ? "error" : "record", ...written, fields };
  }

  function field(name: string, depth: number, around: string): JsonMap {
    const type = schema(depth, around);
    const made: JsonMap = { name, type };
    const value = next() < 0.4 ? defaultOf(type) : undefined;
    if (value !== undefined) made.default = value;
    if (next() < 0.03) made.aliases = [pick(["f0", "old", "older", name])];
    if (next() < 0.03) made.order = pick(["ignore", "DESCENDING"]);
    return made;
  }

  return { schema, field, enumeration, fixed, union, record };
}

export function branchName(branch: Json): string {
  if (typeof branch === "string") return branch;
  return isMap(branch) ? `${branch.namespace ?? ""}.${branch.name ?? branch.type}` : "union";
}

/** A default that the type takes; undefined where none is found, as for a name. */
export function defaultOf(type: Json): Json | undefined {
  if (Array.isArray(type)) return type[0] === undefined ? undefined : defaultOf(type[0]);
  const name = isMap(type) ? (type.type as string) : type;
  if (name === "null") return null;
  if (name === "boolean") return true;
  if (name === "int" || name === "long") return 7;
  if (name === "float" || name === "double") return 1.5;
  if (name === "bytes" || name === "string") return "x";
  if (!isMap(type)) return undefined;
  if (name === "enum") return (type.symbols as string[])[0];
  if (name === "fixed") return "x".repeat(type.size as number);
  if (name === "array") return [];
  if (name === "map") return {};
  return defaultOfRecord(type);
}

function defaultOfRecord(type: JsonMap): Json | undefined {
  const value: JsonMap = {};
  for (const field of fieldsOf(type)) {
    if ("default" in field) continue;
    const own = defaultOf(field.type as Json);
    if (own === undefined) return undefined;
    value[field.name as string] = own;
  }
  return value;
}
