import type { TemplateResource } from "./template-policies.ts";

/** A statement of an IAM or resource policy, wherever in a template it stands. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  /** Text, or the JSON of an intrinsic function. */
  readonly resources: readonly string[];
  /** `*` for anybody. */
  readonly principals: readonly string[];
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Every statement of a resource: documents as data, and documents as text. */
export function statementsOf(resource: TemplateResource): Statement[] {
  return documentsIn(resource.properties).flatMap((document) =>
    list(document.Statement).filter(isObject).map(readStatement),
  );
}

function documentsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(documentsIn);
  if (typeof value === "string") return documentsInText(value);
  if (!isObject(value)) return [];
  if (Array.isArray(value["Fn::Join"])) return documentsInText(joined(value["Fn::Join"]));
  if (Array.isArray(value.Statement)) return [value];
  return Object.values(value).flatMap(documentsIn);
}

function documentsInText(text: string): Record<string, unknown>[] {
  if (!text.startsWith("{") || !text.includes('"Statement"')) return [];
  const document: unknown = JSON.parse(text);
  return isObject(document) ? [document] : [];
}

/** The text of Fn::Join; what it refers to stands as `<…>`. */
function joined([delimiter, parts]: readonly unknown[]): string {
  const text = (part: unknown) => (typeof part === "string" ? part : "<reference>");
  return list(parts).map(text).join(String(delimiter));
}

function readStatement(statement: Record<string, unknown>): Statement {
  const { Principal: principal } = statement;
  const principals = isObject(principal) ? Object.values(principal).flatMap(list) : list(principal);
  return {
    effect: String(statement.Effect),
    actions: list(statement.Action).map(String),
    resources: list(statement.Resource).map(asText),
    principals: principals.map(asText),
    condition: (statement.Condition ?? {}) as Statement["condition"],
  };
}

const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
