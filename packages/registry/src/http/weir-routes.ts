import type { FastifyInstance, FastifyReply } from "fastify";
import { readFailures, readVersionVerdict } from "../refused-version.ts";
import type { RegistryContext } from "./build-server.ts";

interface SchemaParams {
  readonly registryName: string;
  readonly schemaName: string;
}

/** Why versions were refused, or would be: for people and for Weir's own commands. */
export function addWeirRoutes(app: FastifyInstance, { store }: RegistryContext): void {
  app.get<{ Params: { id: string } }>("/weir/schema-versions/:id/verdict", (request, reply) => {
    const found = readVersionVerdict(store, request.params.id);
    return found ?? notHere(reply, `no schema version has the id ${request.params.id}`);
  });
  app.get<{ Params: SchemaParams }>(
    "/weir/schemas/:registryName/:schemaName/failures",
    (request, reply) => {
      const failures = readFailures(store, request.params);
      return failures === undefined ? noSchema(reply, request.params) : { failures };
    },
  );
}

function noSchema(reply: FastifyReply, { registryName, schemaName }: SchemaParams): FastifyReply {
  return notHere(reply, `registry ${registryName} has no schema ${schemaName}`);
}

function notHere(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(404).send({ message });
}
