import { WeirError } from "@weir/core";
import type { FastifyInstance } from "fastify";
import type { FaultPlan } from "../faults/fault-plan.ts";
import { parseFaults } from "../faults/parse-faults.ts";

/** `--fault` while the server runs: `PUT /weir/faults {"faults":["throttle=0.2"]}`. */
export function addFaultRoutes(app: FastifyInstance, faults: FaultPlan): void {
  app.register(async (scope) => {
    scope.addContentTypeParser("application/json", { parseAs: "string" }, (_, body, done) => {
      done(null, body);
    });
    scope.get("/weir/faults", async () => ({ faults: faults.specs }));
    scope.delete("/weir/faults", async () => {
      faults.replace(parseFaults([]));
      return { faults: faults.specs };
    });
    scope.put("/weir/faults", async (request, reply) => {
      try {
        faults.replace(parseFaults(readSpecs(request.body)));
        return { faults: faults.specs };
      } catch (error) {
        if (!(error instanceof WeirError)) throw error;
        return reply.code(400).send({ message: error.message, remedy: error.remedy });
      }
    });
  });
}

function readSpecs(body: unknown): readonly string[] {
  const refused = new WeirError("USAGE", "the body names no faults", {
    remedy: 'send JSON such as {"faults":["throttle=0.2"]}',
  });
  try {
    const { faults } = JSON.parse(typeof body === "string" ? body : "") as { faults?: unknown };
    if (Array.isArray(faults) && faults.every((spec) => typeof spec === "string")) return faults;
  } catch {}
  throw refused;
}
