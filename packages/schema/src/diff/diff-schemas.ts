import { type DataFormat, formatOf, type SchemaReference } from "../data-format.ts";
import { Expansion, TooManyFields } from "./expansion.ts";
import type { FlatField } from "./flat-field.ts";
import { listFields } from "./list-fields.ts";

/** One difference, as the owner of the table would say it. */
export interface SchemaChange {
  readonly kind: "added" | "removed" | "changed";
  /** The column, or the dotted path of the field. */
  readonly path: string;
  readonly isColumn: boolean;
  /** `column "address" was added: string, NOT NULL, without a default` */
  readonly message: string;
  /** For `changed`: what of it, before and after. */
  readonly aspects?: Readonly<Record<string, readonly [before: string, after: string]>>;
}

export interface DiffQuestion {
  readonly dataFormat: DataFormat;
  readonly before: string;
  readonly after: string;
  /** What the definitions name. @default [] */
  readonly references?: readonly SchemaReference[];
}

/**
 * What differs between two definitions, field by field; empty where only texts do (order of keys,
 * white space, documentation). What stands at very many paths is said at the first.
 *
 * @throws WeirError SCHEMA_INVALID
 */
export function diffSchemas(question: DiffQuestion): SchemaChange[] {
  const { dataFormat, references = [] } = question;
  // Judged by the format's own parser first, so that what follows sees only what is valid.
  for (const definition of [question.before, question.after]) {
    formatOf(dataFormat).parse(definition, references);
  }
  try {
    return changesBetween(question, false);
  } catch (error) {
    if (!(error instanceof TooManyFields)) throw error;
    return changesBetween(question, true);
  }
}

function changesBetween(question: DiffQuestion, once: boolean): SchemaChange[] {
  const { dataFormat, references = [] } = question;
  const fieldsOf = (definition: string) => {
    const fields = listFields(dataFormat, definition, references, new Expansion({ once }));
    return new Map(fields.map((field) => [field.path, field]));
  };
  const before = fieldsOf(question.before);
  const after = fieldsOf(question.after);
  const changes: SchemaChange[] = [];
  for (const [path, field] of before) {
    const now = after.get(path);
    if (now !== undefined) changes.push(...changeOf(field, now));
    else if (!isInside(path, before, after)) changes.push(removal(field));
  }
  for (const [path, field] of after) {
    if (!before.has(path) && !isInside(path, after, before)) changes.push(addition(field));
  }
  return changes;
}

type Fields = ReadonlyMap<string, FlatField>;

/** A field inside one that came or went as a whole is said with it. */
function isInside(path: string, own: Fields, other: Fields): boolean {
  for (let end = path.lastIndexOf("."); end > 0; end = path.lastIndexOf(".", end - 1)) {
    const outer = path.slice(0, end).replace(/(\[\])+$/, "");
    // What it is in itself decides: where that is still there, so is all around it.
    if (own.has(outer)) return !other.has(outer);
  }
  return false;
}

function addition(field: FlatField): SchemaChange {
  const { path, isColumn } = field;
  const without = field.default === undefined ? "without a default" : `default ${field.default}`;
  // Where NULL is nothing to speak of, neither are defaults.
  const rest = field.nullable === undefined ? describeProperties(field) : `, ${without}`;
  const message = `${nameOf(field)} was added: ${field.type}${nullability(field)}${rest}`;
  return { kind: "added", path, isColumn, message };
}

function removal(field: FlatField): SchemaChange {
  const { path, isColumn } = field;
  const message = `${nameOf(field)} was removed: it was ${field.type}${nullability(field)}`;
  return { kind: "removed", path, isColumn, message };
}

function changeOf(before: FlatField, after: FlatField): SchemaChange[] {
  const aspects: Record<string, readonly [string, string]> = {};
  const words: string[] = [];
  if (before.type !== after.type) {
    aspects.type = [before.type, after.type];
    words.push(`its type changed from ${before.type} to ${after.type}`);
  }
  if (before.nullable !== after.nullable) {
    aspects.nullable = [String(before.nullable), String(after.nullable)];
    words.push(`it became ${after.nullable ? "nullable" : "NOT NULL"}`);
  }
  if (before.default !== after.default) {
    const [from, to] = [before.default ?? "none", after.default ?? "none"];
    aspects.default = [from, to];
    words.push(`its default changed from ${from} to ${to}`);
  }
  for (const name of new Set([
    ...Object.keys(before.properties),
    ...Object.keys(after.properties),
  ])) {
    const [from = "none", to = "none"] = [before.properties[name], after.properties[name]];
    if (from === to) continue;
    aspects[name] = [from, to];
    words.push(`its ${name} changed from ${from} to ${to}`);
  }
  if (words.length === 0) return [];
  const { path, isColumn } = after;
  const message = `${nameOf(after)}: ${words.join(", ")}`;
  return [{ kind: "changed", path, isColumn, message, aspects }];
}

function nameOf({ path, isColumn }: FlatField): string {
  return `${isColumn ? "column" : "field"} ${JSON.stringify(path)}`;
}

function nullability({ nullable }: FlatField): string {
  if (nullable === undefined) return "";
  return nullable ? ", nullable" : ", NOT NULL";
}

function describeProperties({ properties }: FlatField): string {
  return Object.entries(properties)
    .map(([name, value]) => `, ${name} ${value}`)
    .join("");
}
