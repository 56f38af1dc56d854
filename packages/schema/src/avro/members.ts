import { isJsonArray, type JsonNode, JsonNumber, type JsonObject, member } from "../json-node.ts";
import { fail, type Path } from "./invalid.ts";
import { resolveName } from "./names.ts";

export function requiredText(node: JsonObject, key: string, path: Path): string {
  const value = member(node, key);
  return typeof value === "string" ? value : fail(`no ${key}`, path);
}

/** Name and aliases of a record, enum or fixed, and the namespace that its insides inherit. */
export function parseHead(node: JsonObject, around: string | undefined, path: Path) {
  const own = member(node, "namespace");
  const written = requiredText(node, "name", path);
  const space = typeof own === "string" ? own : around;
  const { name, namespace, fullName } = resolveName(written, space, [...path, "name"]);
  const aliases = parseAliases(node, path).map(
    (alias, index) => resolveName(alias, namespace, [...path, "aliases", index]).fullName,
  );
  return { head: { name, fullName, aliases }, namespace };
}

/** As written; those of fields may hold any characters, those of types are names. */
export function parseAliases(node: JsonObject, path: Path): readonly string[] {
  const aliases = member(node, "aliases");
  if (aliases === undefined) return [];
  if (!isJsonArray(aliases)) fail("aliases are no array", [...path, "aliases"]);
  const texts = aliases.map((alias, index) =>
    typeof alias === "string" ? alias : fail("alias is no text", [...path, "aliases", index]),
  );
  return [...new Set(texts)];
}

export function assertOrder(order: JsonNode | undefined, path: Path): void {
  if (order === undefined) return;
  if (typeof order === "string" && /^(ascending|descending|ignore)$/i.test(order)) return;
  fail(`order ${JSON.stringify(order)} is not ascending, descending or ignore`, path);
}

/** Bytes of a fixed. */
export function parseSize(node: JsonObject, path: Path): number {
  const size = member(node, "size");
  const bytes = size instanceof JsonNumber && /^\d{1,10}$/.test(size.source) ? +size.source : -1;
  if (bytes < 0 || bytes > 2 ** 31 - 1) fail("invalid or no size", path);
  return bytes;
}

/** What a value stands for, by its logical type, else by the name that Connect gave the type. */
export function parseMeaning(node: JsonObject): { meaning?: string } {
  const logicalType = member(node, "logicalType");
  if (logicalType === "decimal") {
    const [precision, scale] = ["precision", "scale"].map((key) => member(node, key));
    if (precision instanceof JsonNumber) {
      const digits = scale instanceof JsonNumber ? scale.source : "0";
      return { meaning: `decimal(${precision.source},${digits})` };
    }
  }
  const name = member(node, "connect.name") ?? logicalType;
  return typeof name === "string" ? { meaning: name } : {};
}
