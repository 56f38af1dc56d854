import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GlueException } from "../glue-exceptions.ts";
import { verifySigV4 } from "./verify-sigv4.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The request is signed; whether rightly can be said when its body is there. */
    signed: boolean;
  }
}

/**
 * Asks every request except `GET /healthz` for the token: as bearer, as the password of Basic
 * authentication (Confluent's clients), or as the secret access key that an AWS client signs with.
 */
export function addAuthorization(app: FastifyInstance, token: string): void {
  app.decorateRequest("signed", false);
  app.addHook("onRequest", async (request, reply) => {
    if (request.routeOptions.url === "/healthz") return;
    const authorization = request.headers.authorization ?? "";
    request.signed = isSigned(authorization) && isGlueRequest(request);
    if (request.signed) return;
    const given = readToken(authorization);
    if (given === undefined) throw unrecognized(reply, "the request carries no token");
    if (!isEqual(given, token)) throw denied();
  });
  app.addHook("preHandler", async (request) => {
    if (request.signed && !verifySigV4(request, token)) throw denied();
  });
}

function isSigned(authorization: string): boolean {
  return authorization.startsWith("AWS4-HMAC-SHA256 ");
}

/** Elsewhere a body is no longer the text that was signed. */
function isGlueRequest(request: FastifyRequest): boolean {
  return request.method === "POST" && request.routeOptions.url === "/";
}

function readToken(authorization: string): string | undefined {
  const [, scheme = "", value = ""] = /^(\S+) +(\S+)\s*$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return undefined;
  const pair = Buffer.from(value, "base64").toString();
  return pair.includes(":") ? pair.slice(pair.indexOf(":") + 1) : undefined;
}

/** Of digests, so that neither a common prefix nor a length shows in the time it takes. */
export function isEqual(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function unrecognized(reply: FastifyReply, message: string): GlueException {
  reply.header("www-authenticate", "Bearer, Basic");
  return new GlueException("UnrecognizedClientException", message);
}

function denied(): GlueException {
  return new GlueException("AccessDeniedException", "the token is not this registry's");
}
