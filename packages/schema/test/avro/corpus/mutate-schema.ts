import type { Random } from "../../../../../test/e2e/support/random.ts";
import { fieldsOf, isMap, type Json, type JsonMap, listSlots } from "./json.ts";
import { createSchemaMaker, defaultOf, primitives, symbols } from "./random-schema.ts";

const promotions: Readonly<Record<string, readonly string[]>> = {
  int: ["long", "float", "double"],
  long: ["int", "float", "double"],
  float: ["double", "long"],
  double: ["float"],
  string: ["bytes"],
  bytes: ["string"],
};

/** A copy with one to three changes, of the kinds that people and tools make. Not always valid. */
export function mutateSchema(random: Random, schema: Json): Json {
  let copy = structuredClone(schema);
  for (let changes = random.between(1, 3); changes > 0; changes--) {
    const slots = listSlots(copy, (other) => {
      copy = other;
    });
    const slot = random.pick(slots);
    const changed = mutate(random, slot.schema, copy);
    if (changed !== undefined) slot.replace(changed);
  }
  return copy;
}

/** Changes the node in place, or answers with another one. */
function mutate(random: Random, node: Json, root: Json): Json | undefined {
  const { next, pick } = random;
  if (next() < 0.06) return createSchemaMaker(random).schema(1, "mutated");
  if (Array.isArray(node)) return mutateUnion(random, node);
  if (next() < 0.12) return next() < 0.5 ? ["null", node] : [node, "null"];
  if (typeof node === "string") {
    return next() < 0.7 ? pick(promotions[node] ?? primitives) : pick(primitives);
  }
  if (!isMap(node)) return undefined;
  if (typeof node.name === "string" && next() < 0.25) rename(random, node, root);
  else if (node.type === "enum") mutateEnum(random, node);
  else if (node.type === "fixed") node.size = pick([4, 8, 16]);
  else if (node.type === "array") return { type: "map", values: node.items as Json };
  else if (node.type === "map") return { type: "array", items: node.values as Json };
  else if (Array.isArray(node.fields)) mutateFields(random, node, node.fields as JsonMap[]);
  else return pick(primitives);
  return undefined;
}

function mutateUnion(random: Random, union: Json[]): Json | undefined {
  const { pick, between } = random;
  const change = pick(["drop", "shuffle", "add", "take one"]);
  if (change === "drop") union.splice(between(0, union.length - 1), 1);
  if (change === "shuffle") union.reverse();
  if (change === "add") union.push(pick(primitives.filter((name) => !union.includes(name))));
  return change === "take one" ? union[0] : undefined;
}

function mutateEnum({ next, pick, between }: Random, node: JsonMap): void {
  const own = node.symbols as string[];
  const change = pick(["drop", "add", "default"]);
  if (change === "drop" && own.length > 1) own.splice(between(0, own.length - 1), 1);
  if (change === "add") node.symbols = [...new Set([...own, pick(symbols)])];
  if (change === "default") node.default = next() < 0.8 ? (own[0] as string) : "Nowhere";
}

/** Renames a type where it is defined and where it is named; with an alias or without. */
function rename({ next, pick }: Random, node: JsonMap, root: Json): void {
  const written = node.name as string;
  const space = typeof node.namespace === "string" ? `${node.namespace}.` : "";
  const full = written.includes(".") ? written : `${space}${written}`;
  if (next() < 0.3) {
    node.namespace = pick(["n", "other", "db-server.test_db"]);
    node.name = written.slice(written.lastIndexOf(".") + 1);
  } else node.name = `${written}x`;
  const alias = pick([full, written, undefined]);
  if (alias === undefined) delete node.aliases;
  else node.aliases = [alias];
  const now = (node.name as string).includes(".")
    ? node.name
    : `${node.namespace ?? ""}.${node.name}`;
  const reference = (now as string).replace(/^\./, "");
  for (const slot of listSlots(root, () => {})) {
    if (slot.schema === full || slot.schema === written) slot.replace(reference);
  }
}

function mutateFields(random: Random, record: JsonMap, fields: JsonMap[]): void {
  const { next, pick, between } = random;
  const field = fields.length === 0 ? undefined : pick(fields);
  const change = field === undefined ? "add" : pick(changes);
  if (change === "add") {
    const added = createSchemaMaker(random).field(`added${between(1, 3)}`, 1, "mutated");
    fields.splice(between(0, fields.length), 0, added);
  } else if (change === "reverse") fields.reverse();
  else if (field === undefined) return;
  else if (change === "drop") record.fields = fieldsOf(record).filter((one) => one !== field);
  else if (change === "rename") {
    if (next() < 0.6) field.aliases = [field.name as string];
    field.name = `${field.name}r`;
  } else if (change === "alias") {
    field.aliases = [next() < 0.3 ? (pick(fields).name as string) : "old"];
  } else if ("default" in field) delete field.default;
  else {
    const value = defaultOf(field.type as Json);
    if (value !== undefined) field.default = value;
  }
}

const changes = ["add", "add", "drop", "drop", "rename", "alias", "default", "default", "reverse"];
