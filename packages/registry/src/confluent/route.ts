import type { FastifyRequest } from "fastify";
import type { Fields } from "../fields.ts";
import type { OperationContext } from "../operation.ts";

/** What a handler works with; it runs in one transaction. */
export interface ConfluentContext extends OperationContext {
  /** The Glue registry that is the default context. */
  readonly defaultRegistry: string;
  /** The one that the path's `/contexts/{context}` names, else the default. */
  readonly registryName: string;
  /** Whether the path names a context: lists then show that one only. */
  readonly isContextGiven: boolean;
}

/** A request as far as its shape is checked: the handler reads what it needs. */
export interface ConfluentRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: unknown;
}

/** A text that is the whole body, such as a schema alone. */
export class PlainText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export interface ConfluentRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly route: string;
  /** Answers with what becomes JSON; throws ConfluentError. */
  readonly handler: (context: ConfluentContext, request: ConfluentRequest) => unknown;
}

export function toConfluentRequest(request: FastifyRequest): ConfluentRequest {
  return {
    params: (request.params ?? {}) as Record<string, string>,
    query: (request.query ?? {}) as Record<string, string>,
    body: request.body,
  };
}

export function asObject(body: unknown): Fields | undefined {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
  return body as Fields;
}
