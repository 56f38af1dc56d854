/**
 * AWS's signature, with the token as secret access key; the access key id may be anything.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
import { createHash, createHmac } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { isEqual } from "./authorize.ts";

/** How far the client's clock may be off; AWS's own number. */
const maxSkewMs = 15 * 60_000;
const headerPattern =
  /^AWS4-HMAC-SHA256 Credential=[^/,\s]+\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request, *SignedHeaders=([a-z0-9;-]+), *Signature=([0-9a-f]{64})$/;
/** Without these a signature would hold for another operation, host or time as well. */
const mustBeSigned = ["host", "x-amz-date", "x-amz-target"];

/** Of a `POST /` without query, whose body is there as text. */
export function verifySigV4(
  request: Pick<FastifyRequest, "headers" | "body">,
  secret: string,
  now = Date.now(),
): boolean {
  const match = headerPattern.exec(request.headers.authorization ?? "");
  if (match === null) return false;
  const [, day = "", region = "", service = "", signedHeaders = "", signature = ""] = match;
  const names = signedHeaders.split(";");
  if (!mustBeSigned.every((name) => names.includes(name))) return false;
  const time = String(request.headers["x-amz-date"]);
  if (!time.startsWith(day) || Math.abs(parseTime(time) - now) > maxSkewMs) return false;
  const body = typeof request.body === "string" ? request.body : "";
  const headers = names.map((name) => `${name}:${trim(String(request.headers[name] ?? ""))}\n`);
  const canonical = ["POST", "/", "", headers.join(""), signedHeaders, sha256(body)].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return isEqual(signature, hmac(key, toSign).toString("hex"));
}

/** `20261128T161500Z`; NaN, which is near to nothing, for anything else. */
function parseTime(time: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
  if (match === null) return Number.NaN;
  const [, year, month, date, hours, minutes, seconds] = match;
  return Date.parse(`${year}-${month}-${date}T${hours}:${minutes}:${seconds}Z`);
}

function trim(value: string): string {
  return value.trim().replace(/ {2,}/g, " ");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
