import type { FastifyInstance, FastifyReply } from "fastify";
import { checkObject, type Fields, readText, required } from "../fields.ts";
import { GlueException } from "../glue-exceptions.ts";
import { judgeDefinition, readFailures, readVersionVerdict } from "../refused-version.ts";
import { settleDueVersions } from "../settle-versions.ts";
import type { RegistryContext } from "./build-server.ts";

interface SchemaParams {
  readonly registryName: string;
  readonly schemaName: string;
}

/** Why versions were refused, or would be: for people and for Weir's own commands. */
export function addWeirRoutes(app: FastifyInstance, context: RegistryContext): void {
  const { store } = context;
  const read = <T>(work: () => T): T => settledTransaction(context, work);
  app.get<{ Params: { id: string } }>("/weir/schema-versions/:id/verdict", (request, reply) => {
    const found = read(() => readVersionVerdict(store, request.params.id));
    return found ?? notHere(reply, `no schema version has the id ${request.params.id}`);
  });
  app.get<{ Params: SchemaParams }>(
    "/weir/schemas/:registryName/:schemaName/failures",
    (request, reply) => {
      const failures = read(() => readFailures(store, request.params));
      return failures === undefined ? noSchema(reply, request.params) : { failures };
    },
  );
  app.register(async (scope) => addCheckRoute(scope, context));
}

/** What RegisterSchemaVersion would decide on `{definition}`, without storing it. */
function addCheckRoute(app: FastifyInstance, context: RegistryContext): void {
  const { store, policy } = context;
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_, body, done) =>
    done(null, body),
  );
  app.post<{ Params: SchemaParams }>(
    "/weir/schemas/:registryName/:schemaName/check",
    (request, reply) => {
      const text = readText(parseBody(request.body), "definition", { max: 170_000 });
      const definition = required(text, "definition");
      const verdict = settledTransaction(context, () =>
        judgeDefinition(store, policy, request.params, definition),
      );
      return verdict === undefined ? noSchema(reply, request.params) : reply.send(verdict);
    },
  );
}

function settledTransaction<T>(context: RegistryContext, work: () => T): T {
  return context.store.transaction(() => {
    settleDueVersions({ ...context, now: new Date().toISOString() });
    return work();
  });
}

function parseBody(body: unknown): Fields {
  try {
    return checkObject(JSON.parse(String(body)), "the request body");
  } catch {
    throw new GlueException("SerializationException", "the request body is not a JSON object");
  }
}

function noSchema(reply: FastifyReply, { registryName, schemaName }: SchemaParams): FastifyReply {
  return notHere(reply, `registry ${registryName} has no schema ${schemaName}`);
}

function notHere(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(404).send({ message });
}
