/** Refusals at the edge, in the shape of the API that was asked. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { GlueException, type GlueExceptionName, glueExceptions } from "../glue-exceptions.ts";

export const amzJson = "application/x-amz-json-1.1";

export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof GlueException) return answerRefusal(request, reply, error);
  const name = refusalOf(error);
  const internal = name === "InternalServiceException" || !(error instanceof Error);
  if (internal) request.log.error({ err: error, requestId: request.id });
  const message = internal ? "internal error; see the registry's log" : error.message;
  return answerRefusal(request, reply, new GlueException(name, message));
}

/** AWS's shape for what looks like AWS's protocol; Confluent's for every other path. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.headers["x-amz-target"] === undefined && request.url !== "/") {
    return reply.code(404).send({ error_code: 404, message: "HTTP 404 Not Found" });
  }
  return answerRefusal(request, reply, unknownOperation(`${request.method} ${request.url}`));
}

export function unknownOperation(name: string): GlueException {
  return new GlueException("UnknownOperationException", `unknown operation: ${name}`);
}

/** As JSON, for every road out of the server. */
export function renderRefusal({ name, message }: GlueException): string {
  return JSON.stringify({ __type: name, Message: message });
}

function answerRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  exception: GlueException,
): FastifyReply {
  request.exception = exception.name;
  return reply
    .code(glueExceptions[exception.name].httpStatus)
    .header("content-type", amzJson)
    .header("x-amzn-ErrorType", exception.name)
    .send(Buffer.from(renderRefusal(exception)));
}

/** Fastify's own refusals by the status it gives them. */
function refusalOf(error: unknown): GlueExceptionName {
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  if (status === 413) return "RequestEntityTooLargeException";
  if (status === 415) return "UnsupportedMediaTypeException";
  return status >= 400 && status < 500 ? "SerializationException" : "InternalServiceException";
}
