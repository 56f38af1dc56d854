import type { AwsFault } from "./aws-fault.ts";

/** A request as a service's handler sees it. */
export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface FakeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A list in query XML: its items' element is `member` unless the service names it otherwise. */
export interface XmlList {
  readonly element: string;
  readonly items: readonly unknown[];
}

export function list(items: readonly unknown[], element = "member"): XmlList {
  return { element, items };
}

function isList(value: unknown): value is XmlList {
  return typeof value === "object" && value !== null && "element" in value && "items" in value;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Elements of an object; undefined leaves none. */
export function xml(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (value instanceof Date) return value.toISOString();
  if (isList(value)) {
    return value.items.map((item) => `<${value.element}>${xml(item)}</${value.element}>`).join("");
  }
  if (typeof value !== "object") return escapeXml(String(value));
  return Object.entries(value)
    .filter(([, child]) => child !== undefined)
    .map(([key, child]) => `<${key}>${xml(child)}</${key}>`)
    .join("");
}

const xmlHeaders = { "content-type": "text/xml" };
const jsonHeaders = { "content-type": "application/x-amz-json-1.1" };

export function queryResponse(action: string, result: unknown): FakeResponse {
  const body = `<${action}Response xmlns="http://fake/"><${action}Result>${xml(result)}</${action}Result><ResponseMetadata><RequestId>fake</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, headers: xmlHeaders, body };
}

export function ec2Response(action: string, result: unknown): FakeResponse {
  const body = `<${action}Response xmlns="http://fake/"><requestId>fake</requestId>${xml(result)}</${action}Response>`;
  return { status: 200, headers: xmlHeaders, body };
}

export function jsonResponse(value: unknown): FakeResponse {
  return { status: 200, headers: jsonHeaders, body: JSON.stringify(value ?? {}) };
}

/** Each protocol wraps an error its own way. */
export function faultResponse(service: string, { code, message, status }: AwsFault): FakeResponse {
  const error = xml({ Code: code, Message: message });
  if (service === "ec2") {
    const body = `<Response><Errors><Error>${error}</Error></Errors><RequestID>fake</RequestID></Response>`;
    return { status, headers: xmlHeaders, body };
  }
  if (service === "s3") return { status, headers: xmlHeaders, body: `<Error>${error}</Error>` };
  if (["cloudformation", "rds", "sts"].includes(service)) {
    const body = `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>fake</RequestId></ErrorResponse>`;
    return { status, headers: xmlHeaders, body };
  }
  const body = JSON.stringify({ __type: code, message });
  return { status, headers: { ...jsonHeaders, "x-amzn-errortype": code }, body };
}

/** `Tags.member.1.Key=…` as nested values: numbered keys become lists. */
export function readForm(body: Buffer): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [key, value] of new URLSearchParams(body.toString("utf8"))) {
    const steps = key.split(".").filter((step) => step !== "member");
    let at = root;
    for (const step of steps.slice(0, -1)) {
      at[step] ??= {};
      at = at[step] as Record<string, unknown>;
    }
    at[steps.at(-1) ?? ""] = value;
  }
  return root;
}

/** The items of a numbered list of a form, in order. */
export function formList(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}
