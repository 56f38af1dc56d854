import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ServerMetrics } from "../metrics.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** AWS's operation, or method and route; never a name that a client made up. */
    operation: string;
    /** Name of the exception that was answered. */
    exception: string;
  }
}

/**
 * One line per request at level info, and its metrics: what was asked, how it ended, how long it
 * took. No bodies, no definitions, no names of schemas.
 */
export function addAccessLog(app: FastifyInstance, metrics: ServerMetrics): void {
  app.decorateRequest("operation", "");
  app.decorateRequest("exception", "");
  app.addHook("onSend", (request, reply, payload, done) => {
    reply.header("x-amzn-RequestId", request.id);
    done(null, payload);
  });
  app.addHook("onResponse", (request, reply, done) => {
    const operation = request.operation || describeRoute(request);
    const outcome = request.exception || describeStatus(reply);
    const durationMs = reply.elapsedTime;
    metrics.countRequest(operation, outcome, durationMs);
    const status = reply.statusCode;
    const line = { requestId: request.id, operation, status, outcome, durationMs };
    app.log.info(line, "request");
    done();
  });
  app.addHook("onRequestAbort", (request, done) => {
    metrics.countAbort();
    app.log.info({ requestId: request.id, outcome: "aborted" }, "request");
    done();
  });
}

function describeRoute(request: FastifyRequest): string {
  const route = request.routeOptions.url;
  return route === undefined ? "unknown" : `${request.method} ${route}`;
}

function describeStatus({ statusCode }: FastifyReply): string {
  return statusCode < 400 ? "success" : `HTTP ${statusCode}`;
}
