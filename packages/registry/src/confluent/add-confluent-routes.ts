/**
 * Confluent Schema Registry's REST API on the store that Glue's clients use: subjects are schemas,
 * contexts are registries.
 * https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GlueException, glueExceptions } from "../glue-exceptions.ts";
import type { OperationContext } from "../operation.ts";
import { defaultRegistryName } from "../schema-key.ts";
import { settleDueVersions } from "../settle-versions.ts";
import { ConfluentError } from "./confluent-error.ts";
import { confluentRoutes } from "./confluent-routes.ts";
import {
  type ConfluentContext,
  type ConfluentRoute,
  PlainText,
  toConfluentRequest,
} from "./route.ts";
import { refreshFollowers } from "./settings.ts";
import { parseContext } from "./subject-name.ts";

/** What answers may be called, the preferred one first. */
const answerTypes = [
  "application/vnd.schemaregistry.v1+json",
  "application/vnd.schemaregistry+json",
  "application/json",
] as const;
const requestTypes = [...answerTypes, "application/octet-stream"];
const contextPrefix = "/contexts/:context";

export interface ConfluentOptions {
  /** The Glue registry that is the default context. @default "default-registry" */
  readonly defaultRegistry?: string | undefined;
}

/**
 * Mounts the API; the body limit, the log, who may ask, and that no answer leaves before its commit
 * is on disk are the server's.
 */
export function addConfluentRoutes(
  app: FastifyInstance,
  context: Omit<OperationContext, "now">,
  { defaultRegistry = defaultRegistryName }: ConfluentOptions = {},
): void {
  const { store } = context;
  store.transaction(() => refreshFollowers(enter(context, defaultRegistry, undefined)));
  app.register(async (scope) => {
    for (const type of requestTypes) {
      if (scope.hasContentTypeParser(type)) scope.removeContentTypeParser(type);
    }
    scope.addContentTypeParser(
      requestTypes,
      { parseAs: "string" },
      scope.getDefaultJsonParser("error", "ignore"),
    );
    scope.setErrorHandler(answerError);
    for (const route of confluentRoutes) {
      mount(scope, route.route, route);
      mount(scope, route.route === "/" ? contextPrefix : `${contextPrefix}${route.route}`, route);
    }
  });

  function mount(scope: FastifyInstance, url: string, { method, handler }: ConfluentRoute): void {
    scope.route({
      method,
      url,
      handler: (fastifyRequest, reply) => {
        const request = toConfluentRequest(fastifyRequest);
        const answer = store.transaction(() => {
          const entered = enter(context, defaultRegistry, request.params.context);
          settleDueVersions(entered);
          return handler(entered, request);
        });
        return send(fastifyRequest, reply, answer);
      },
    });
  }
}

function enter(
  context: Omit<OperationContext, "now">,
  defaultRegistry: string,
  named: string | undefined,
): ConfluentContext {
  return {
    ...context,
    now: new Date().toISOString(),
    defaultRegistry,
    registryName: named === undefined ? defaultRegistry : parseContext(named, defaultRegistry),
    isContextGiven: named !== undefined,
  };
}

function send(request: FastifyRequest, reply: FastifyReply, answer: unknown): FastifyReply {
  const text = answer instanceof PlainText ? answer.text : JSON.stringify(answer);
  return reply.type(chooseType(request)).send(text);
}

/** The first one that the client names, so that one that wants plain JSON is told so. */
function chooseType({ headers: { accept = "" } }: FastifyRequest): string {
  return answerTypes.find((type) => accept.includes(type)) ?? answerTypes[0];
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ConfluentError) return answerRefusal(request, reply, error);
  const status = statusOf(error);
  if (status >= 500) request.log.error(error);
  const message = status < 500 && error instanceof Error ? error.message : "Internal server error";
  return answerRefusal(
    request,
    reply,
    new ConfluentError(status === 500 ? 50001 : status, message),
  );
}

/** Of Fastify's own refusals, and of what the server throws before a route is reached. */
function statusOf(error: unknown): number {
  if (error instanceof GlueException) {
    return error.name === "ThrottlingException" ? 429 : glueExceptions[error.name].httpStatus;
  }
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 600 ? status : 500;
}

function answerRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  { httpStatus, errorCode, message }: ConfluentError,
): FastifyReply {
  return reply
    .code(httpStatus)
    .type(chooseType(request))
    .send(JSON.stringify({ error_code: errorCode, message }));
}
