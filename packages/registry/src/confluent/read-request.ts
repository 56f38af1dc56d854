/** Reads parameters and bodies of requests, and refuses what does not fit. */
import { type DataFormat, dataFormats } from "@weir/schema";
import type { Fields } from "../fields.ts";
import { refusals } from "./confluent-error.ts";
import { asObject, type ConfluentRequest } from "./route.ts";

const maxInteger = 2 ** 31 - 1;

export function readParam(request: ConfluentRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`the route has no parameter ${name}`);
  return value;
}

export function readQuery(request: ConfluentRequest, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === "object" ? value[0] : value;
}

/** As Java reads it: only `true`, in any case, is true. */
export function readFlag(request: ConfluentRequest, name: string): boolean {
  return readQuery(request, name)?.toLowerCase() === "true";
}

/** @throws ConfluentError 404 as JAX-RS answers for a number that is none. */
function readWhole(request: ConfluentRequest, name: string, fallback: number): number {
  const text = readQuery(request, name);
  if (text === undefined || text === "") return fallback;
  if (!/^-?\d{1,10}$/.test(text)) throw refusals.notHere("HTTP 404 Not Found");
  return Number(text);
}

/** `offset` and `limit` of a list; a negative limit means all. */
export function pageOf<T>(request: ConfluentRequest, items: readonly T[]): readonly T[] {
  const offset = Math.max(0, readWhole(request, "offset", 0));
  const limit = readWhole(request, "limit", -1);
  return items.slice(offset, limit < 0 ? undefined : offset + limit);
}

/** @throws ConfluentError 42202 */
export function readVersion(text: string): number | "latest" {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === "latest" || trimmed === "-1") return "latest";
  const number = /^\+?\d{1,10}$/.test(trimmed) ? Number(trimmed) : 0;
  if (number < 1 || number > maxInteger) throw refusals.invalidVersion(text);
  return number;
}

/** @throws ConfluentError 404, as JAX-RS answers for a path that is no number */
export function readId(request: ConfluentRequest): number {
  const text = readParam(request, "id");
  const id = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(id) <= maxInteger)) throw refusals.notHere("HTTP 404 Not Found");
  return id;
}

export function readBody(request: ConfluentRequest): Fields {
  const body = asObject(request.body);
  if (body !== undefined) return body;
  throw request.body === undefined || request.body === null
    ? refusals.unprocessable("the request has no body; send a JSON object")
    : refusals.badRequest("the request body is not a JSON object");
}

/** JSON null counts as absent. */
export function readMember<Type extends "string" | "boolean" | "number">(
  body: Fields,
  name: string,
  type: Type,
): { string: string; boolean: boolean; number: number }[Type] | undefined {
  const value = Object.hasOwn(body, name) ? (body[name] ?? undefined) : undefined;
  if (value === undefined) return undefined;
  if (typeof value !== type) throw refusals.badRequest(`${name} is not a ${type}`);
  return value as never;
}

/** A whole number from `min`; -1 (and 0 for a version) means none, as Confluent's clients send it. */
export function readNumber(body: Fields, name: string, min: number): number | undefined {
  const value = readMember(body, name, "number");
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || value > maxInteger) {
    throw refusals.badRequest(`${name} is not a whole number up to 2^31-1`);
  }
  return value < min ? undefined : value;
}

/** @throws ConfluentError 42201 where the type is unknown */
export function readSchemaType(body: Fields): DataFormat {
  const text = readMember(body, "schemaType", "string") || "AVRO";
  const format = dataFormats.find((known) => known === text.toUpperCase());
  if (format !== undefined) return format;
  throw refusals.invalidSchema(`Invalid schema type ${text}; supported: ${dataFormats.join(", ")}`);
}

/** @throws ConfluentError 422 where a member is set that would be lost here without a word */
export function refuseUnsupported(body: Fields, members: readonly string[]): void {
  for (const member of members) {
    const value = Object.hasOwn(body, member) ? (body[member] ?? undefined) : undefined;
    if (value === undefined || value === false || isEmpty(value)) continue;
    if (/ruleset$/i.test(member)) throw refusals.ruleSetsUnsupported(member);
    throw refusals.unprocessable(
      `${member} is not supported: Weir's registry would not keep it; send the request without it`,
    );
  }
}

/** Clients send `{}` and `[]` for nothing. */
function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null
    ? Object.values(value).every((inner) => inner === null || isEmpty(inner))
    : value === "";
}
