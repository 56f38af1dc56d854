import type { FastifyInstance } from "fastify";
import type { ServerMetrics } from "../metrics.ts";

/** For those who watch the server. These do not wait for the disk: they tell nothing of the store. */
export function addOperatorRoutes(app: FastifyInstance, metrics: ServerMetrics): void {
  app.get("/healthz", async () => ({ ready: true }));
  app.get("/metrics", async (_, reply) => {
    reply.type(metrics.contentType);
    return metrics.render();
  });
}
