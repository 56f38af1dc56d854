import assert from "node:assert/strict";
import type { GlueOperation } from "../../src/glue-model.ts";
import { registryClient } from "../../src/registry-client.ts";
import {
  type RegistryOptions,
  type RunningRegistry,
  startRegistry,
} from "../../src/start-registry.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test looks at what it needs
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** A registry in memory and what its tests ask it. */
export interface ConfluentCalls {
  readonly registry: RunningRegistry;
  /** Any method and path; a body is sent as JSON. */
  call(request: string, body?: unknown): Promise<Answer>;
  /** The body of a 200. */
  ok(request: string, body?: unknown): Promise<Json>;
  /** Code and message of a refusal, whose status is the code's first three digits. */
  refusal(request: string, body?: unknown): Promise<[code: number, message: string]>;
  glue(operation: GlueOperation, input: object): Promise<Json>;
  register(subject: string, schema: string, rest?: object): Promise<Json>;
}

export async function startConfluent(
  options: Partial<RegistryOptions> = {},
): Promise<ConfluentCalls> {
  const registry = await startRegistry({ databaseFile: ":memory:", ...options });
  const call = async (request: string, body?: unknown): Promise<Answer> => {
    const [method = "", path = ""] = request.split(" ");
    const response = await fetch(`${registry.endpoint}${path}`, {
      method,
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined
        ? {}
        : {
            headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
            body: typeof body === "string" ? body : JSON.stringify(body),
          }),
    });
    assert.match(response.headers.get("content-type") ?? "", /json/);
    return { status: response.status, body: await response.json() };
  };
  const ok = async (request: string, body?: unknown) => {
    const answer = await call(request, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  };
  return {
    registry,
    call,
    ok,
    refusal: async (request, body) => {
      const answer = await call(request, body);
      const { error_code: code, message } = answer.body;
      assert.equal(answer.status, Number(String(code).slice(0, 3)), JSON.stringify(answer.body));
      return [code, message];
    },
    glue: (operation, input) =>
      registryClient(registry.endpoint).call(operation, input as never) as Promise<unknown>,
    register: (subject, schema, rest = {}) =>
      ok(`POST /subjects/${encodeURIComponent(subject)}/versions`, { schema, ...rest }),
  };
}

export function record(fields: Record<string, unknown>, name = "Person"): string {
  const rendered = Object.entries(fields).map(([field, type]) =>
    typeof type === "string" ? { name: field, type } : { name: field, ...(type as object) },
  );
  return JSON.stringify({ type: "record", name, fields: rendered });
}

/** With a default, so that adding it is BACKWARD. */
export const optional = (type: string, preset: unknown) => ({ type, default: preset });
