import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { DrawnFaults, FaultPlan } from "../faults/fault-plan.ts";
import type { Fields } from "../fields.ts";
import { GlueException } from "../glue-exceptions.ts";
import type { GlueOperation } from "../glue-model.ts";
import { isGlueOperation, runOperation } from "../operation-table.ts";
import { amzJson, unknownOperation } from "./answer-error.ts";
import type { RegistryContext } from "./build-server.ts";

const targetPrefix = "AWSGlue.";

/** AWS's protocol: the operation stands in a header, its input is the body. */
export function addGlueRoute(
  app: FastifyInstance,
  context: RegistryContext,
  faults: FaultPlan,
): void {
  app.addContentTypeParser(amzJson, { parseAs: "string" }, (_, body, done) => done(null, body));
  app.post("/", (request, reply) => {
    const operation = readOperation(request);
    request.operation = operation;
    const input = parseInput(request.body);
    const run = () => runInTransaction(context, operation, input);
    return faults.isEmpty ? send(reply, run()) : runWithFaults(faults.draw(operation), run, reply);
  });
}

function readOperation(request: FastifyRequest): GlueOperation {
  const target = request.headers["x-amz-target"];
  const name = typeof target === "string" ? target : "";
  const operation = name.startsWith(targetPrefix) ? name.slice(targetPrefix.length) : "";
  if (!isGlueOperation(operation)) throw unknownOperation(name);
  return operation;
}

function parseInput(body: unknown): Fields {
  let input: unknown;
  try {
    input = JSON.parse(typeof body === "string" ? body : "");
  } catch {
    // V8's message quotes the body, which is not ours to repeat.
    throw new GlueException("SerializationException", "the request body is not JSON");
  }
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new GlueException("SerializationException", "the request body is not a JSON object");
  }
  return input as Fields;
}

function runInTransaction(
  context: RegistryContext,
  operation: GlueOperation,
  input: Fields,
): object {
  const now = new Date().toISOString();
  return context.store.transaction(() => runOperation({ ...context, now }, operation, input));
}

async function runWithFaults(
  { delayMs, exception, losesAnswer }: DrawnFaults,
  run: () => object,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (delayMs > 0) await sleep(delayMs);
  if (exception !== undefined) throw exception;
  const output = run();
  if (!losesAnswer) return send(reply, output);
  // Done, and the client never hears of it.
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

function send(reply: FastifyReply, output: object): FastifyReply {
  // With a serializer of its own Fastify adds no charset, which AWS's type has not. Text, for Node
  // sends it with the head in one piece.
  return reply.header("content-type", amzJson).serializer(JSON.stringify).send(output);
}
