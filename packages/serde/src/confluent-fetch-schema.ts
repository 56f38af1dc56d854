import { WeirError } from "@weir/core";
import type { SchemaReference } from "@weir/schema";
import { readAnswer } from "./glue-call.ts";
import type { FetchSchema } from "./schema-cache.ts";

export interface ConfluentFetchSchemaOptions {
  /** Such as `http://127.0.0.1:8081`: any registry with Confluent's REST interface. */
  readonly endpoint: string;
  /** Such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one request. @default 5000 */
  readonly timeoutMs?: number;
}

interface WrittenReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

interface SchemaAnswer {
  readonly schema: string;
  /** Absent for Avro. */
  readonly schemaType?: string;
  readonly references?: readonly WrittenReference[];
}

const maxReferences = 1000;

type Get = (path: string) => Promise<unknown>;

/**
 * A `fetchSchema` for Confluent's wire format, whose ids are numbers: the schema, those it refers
 * to, and the subject and version it has where the registry tells.
 */
export function confluentFetchSchema(options: ConfluentFetchSchemaOptions): FetchSchema {
  const get: Get = (path) => request(options, path);
  return async (id) => {
    const path = `/schemas/ids/${encodeURIComponent(id)}`;
    const answer = (await get(path)) as SchemaAnswer | undefined;
    if (answer === undefined) return undefined;
    const [versions, references] = await Promise.all([
      get(`${path}/versions`) as Promise<{ subject: string; version: number }[] | undefined>,
      fetchReferences(get, answer.references ?? [], { left: maxReferences }),
    ]);
    const [first] = versions ?? [];
    return {
      definition: answer.schema,
      dataFormat: answer.schemaType ?? "AVRO",
      versionNumber: first?.version ?? 0,
      schemaName: first?.subject ?? `schema ${id}`,
      references,
    };
  };
}

async function fetchReferences(
  get: Get,
  written: readonly WrittenReference[],
  budget: { left: number },
): Promise<readonly SchemaReference[]> {
  const references: SchemaReference[] = [];
  for (const { name, subject, version } of written) {
    budget.left -= 1;
    if (budget.left < 0) throw failed(`more than ${maxReferences} references`, {});
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}?deleted=true`;
    const answer = (await get(path)) as SchemaAnswer | undefined;
    if (answer === undefined) throw failed(`there is no ${subject} version ${version}`, { name });
    const inner = await fetchReferences(get, answer.references ?? [], budget);
    // Avro wants what a schema names before the schema itself.
    references.push({ name, definition: answer.schema, references: inner });
  }
  return references;
}

async function request(
  { endpoint, headers = {}, timeoutMs = 5_000 }: ConfluentFetchSchemaOptions,
  path: string,
): Promise<unknown> {
  const url = `${endpoint.replace(/\/$/, "")}${path}`;
  let status: number;
  let text: string;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, {
      headers: { accept: "application/json", ...headers },
      signal,
    });
    [status, text] = [response.status, await response.text()];
  } catch (cause) {
    throw new WeirError("REGISTRY_UNREACHABLE", `no answer from the registry at ${endpoint}`, {
      cause,
      remedy: "look at the registry, and at the address of it that is set here",
      details: { endpoint },
    });
  }
  if (status === 404) return undefined;
  if (status !== 200) {
    const passes = status >= 500 || status === 429;
    const message = `the registry at ${endpoint} answered ${status} to ${path}: ${text.slice(0, 300)}`;
    const details = { endpoint, path, status };
    if (passes) throw new WeirError("REGISTRY_UNREACHABLE", message, { details });
    throw failed(message, details);
  }
  return readAnswer(text, endpoint);
}

function failed(message: string, details: Readonly<Record<string, unknown>>): WeirError {
  return new WeirError("REGISTRY_FAILED", message, { details });
}
