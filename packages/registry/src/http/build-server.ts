/**
 * The wire: AWS's JSON 1.1 protocol at `POST /`, Confluent's REST API, Weir's own routes under
 * `/weir`, and what operators ask: `/healthz` and `/metrics`.
 */
import { randomUUID } from "node:crypto";
import fastify, { type FastifyInstance, LogController } from "fastify";
import type { FaultPlan } from "../faults/fault-plan.ts";
import type { ServerMetrics } from "../metrics.ts";
import type { OperationContext } from "../operation.ts";
import { addAccessLog } from "./access-log.ts";
import { answerBrokenRequest } from "./answer-broken-request.ts";
import { answerError, answerNotFound } from "./answer-error.ts";
import { addAuthorization } from "./authorize.ts";
import { awaitSync } from "./await-sync.ts";
import { addFaultRoutes } from "./fault-routes.ts";
import { addGlueRoute } from "./glue-route.ts";
import { addOperatorRoutes } from "./operator-routes.ts";
import { readRefusedBody } from "./read-refused-body.ts";
import { addWeirRoutes } from "./weir-routes.ts";

/** 170 000 characters of definition, each escaped as \uXXXX at worst, and the rest of a request. */
const bodyLimitBytes = 170_000 * 6 + 64 * 1024;
/** A whole request has to arrive in this time; a slow tunnel carries a megabyte in it. */
const requestTimeoutMs = 30_000;
/** Longer than clients and balancers keep an idle connection: they close it, not we under a request. */
const keepAliveMs = 75_000;

export type RegistryContext = Omit<OperationContext, "now">;

export interface ServerOptions {
  readonly context: RegistryContext;
  readonly faults: FaultPlan;
  readonly metrics: ServerMetrics;
  /** Asked for on every route except `/healthz`; nobody is asked where absent. */
  readonly token: string | undefined;
  /** Adds Confluent's API; absent where it is off. */
  readonly addConfluent: ((app: FastifyInstance) => void) | undefined;
  /** pino's level; lines go to stderr and hold no bodies. */
  readonly logLevel: string;
}

export function buildServer(options: ServerOptions): FastifyInstance {
  const { context, faults, metrics, token, addConfluent, logLevel } = options;
  const app = fastify({
    logger: logLevel === "silent" ? false : { level: logLevel, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    // No logger of its own for each request: lines name the request's id where they need it.
    childLoggerFactory: (logger) => logger,
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    forceCloseConnections: "idle",
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 1024 },
    clientErrorHandler: answerBrokenRequest,
    // Of paths that cannot be read: no hook runs for these.
    frameworkErrors: (error, request, reply) =>
      answerError(error, request, reply.header("x-amzn-RequestId", request.id)),
  });
  // Node answers an unknown expectation with nothing but 417; what was asked can be answered.
  app.server.on("checkExpectation", (request, response) => {
    app.server.emit("request", request, response);
  });
  app.removeAllContentTypeParsers();
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  app.addHook("onSend", readRefusedBody);
  addAccessLog(app, metrics);
  if (token !== undefined) addAuthorization(app, token);
  addOperatorRoutes(app, metrics);
  app.register(async (data) => {
    data.addHook("onSend", awaitSync(context.store.sync));
    addGlueRoute(data, context, faults);
    addWeirRoutes(data, context);
    addFaultRoutes(data, faults);
    if (addConfluent !== undefined) data.register(async (scope) => addConfluent(scope));
  });
  return app;
}
