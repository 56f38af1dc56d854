/**
 * The wire: AWS's JSON 1.1 protocol at `POST /`, Weir's own reads under `/weir`, `GET /health`.
 * Signatures are not checked: clients sign with dummy credentials.
 */
import { randomUUID } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Fields } from "./fields.ts";
import { GlueException, type GlueExceptionName, glueExceptions } from "./glue-exceptions.ts";
import type { OperationContext } from "./operation.ts";
import { operationTable } from "./operation-table.ts";
import { readFailures, readVersionVerdict } from "./refused-version.ts";

const amzJson = "application/x-amz-json-1.1";
const targetPrefix = "AWSGlue.";

/** 170 000 characters of definition, each escaped as \uXXXX at worst, and the rest of a request. */
const bodyLimitBytes = 170_000 * 6 + 64 * 1024;

export interface ServerOptions {
  readonly context: Omit<OperationContext, "now">;
  /** pino's level; logs go to stderr and hold no bodies. */
  readonly logLevel: string;
}

export function buildServer({ context, logLevel }: ServerOptions): FastifyInstance {
  const app = fastify({
    logger: { level: logLevel, stream: process.stderr },
    bodyLimit: bodyLimitBytes,
    requestTimeout: 30_000,
    forceCloseConnections: "idle",
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 1024 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    amzJson,
    { parseAs: "string" },
    app.getDefaultJsonParser("error", "error"),
  );
  app.addHook("onSend", async (request, reply) => {
    reply.header("x-amzn-RequestId", request.id);
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) =>
    answerRefusal(reply, unknownOperation(`${request.method} ${request.url}`)),
  );
  app.post("/", (request, reply) => reply.type(amzJson).send(answer(context, request)));
  app.get("/health", async () => ({ ready: true }));
  addWeirRoutes(app, context);
  return app;
}

/** One operation in one transaction; the answer leaves after the commit. */
function answer(context: Omit<OperationContext, "now">, request: FastifyRequest): string {
  const target = request.headers["x-amz-target"];
  const name = typeof target === "string" ? target : "";
  const operation = name.startsWith(targetPrefix) ? name.slice(targetPrefix.length) : "";
  if (!Object.hasOwn(operationTable, operation)) throw unknownOperation(name);
  const input = request.body;
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new GlueException("SerializationException", "the request body is not a JSON object");
  }
  const run = operationTable[operation as keyof typeof operationTable];
  const now = new Date().toISOString();
  const output = context.store.transaction(() => run({ ...context, now }, input as Fields));
  return JSON.stringify(output);
}

/** Why versions were refused: for people and for Weir's own commands. */
function addWeirRoutes(app: FastifyInstance, { store }: Omit<OperationContext, "now">): void {
  app.get<{ Params: { id: string } }>("/weir/schema-versions/:id/verdict", (request, reply) => {
    const found = readVersionVerdict(store, request.params.id);
    return found ?? notHere(reply, `no schema version has the id ${request.params.id}`);
  });
  app.get<{ Params: { registryName: string; schemaName: string } }>(
    "/weir/schemas/:registryName/:schemaName/failures",
    (request, reply) => {
      const { registryName, schemaName } = request.params;
      const failures = readFailures(store, request.params);
      if (failures !== undefined) return { failures };
      return notHere(reply, `registry ${registryName} has no schema ${schemaName}`);
    },
  );
}

function notHere(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(404).send({ message });
}

function unknownOperation(name: string): GlueException {
  return new GlueException("UnknownOperationException", `unknown operation: ${name}`);
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof GlueException) return answerRefusal(reply, error);
  const refusal = refusalOf(error);
  if (refusal === "InternalServiceException") request.log.error(error);
  const message =
    refusal === "InternalServiceException" || !(error instanceof Error)
      ? "internal error; see the registry's log"
      : error.message;
  return answerRefusal(reply, new GlueException(refusal, message));
}

/** Fastify's own refusals by the status it gives them. */
function refusalOf(error: unknown): GlueExceptionName {
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : 500;
  if (status === 413) return "RequestEntityTooLargeException";
  if (status === 415) return "UnsupportedMediaTypeException";
  return status === 400 ? "SerializationException" : "InternalServiceException";
}

function answerRefusal(reply: FastifyReply, exception: GlueException): FastifyReply {
  return reply
    .code(glueExceptions[exception.name].httpStatus)
    .type(amzJson)
    .header("x-amzn-ErrorType", exception.name)
    .send(JSON.stringify({ __type: exception.name, Message: exception.message }));
}
