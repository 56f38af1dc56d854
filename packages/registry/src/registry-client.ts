import { randomUUID } from "node:crypto";
import { WeirError } from "@weir/core";
import type { Verdict } from "@weir/schema";
import type { GlueCall } from "./glue-model.ts";
import type { VersionVerdict } from "./refused-version.ts";

export interface RegistryClient {
  /** One AWS operation by its name. */
  readonly call: GlueCall;
  /** Why a version was refused; undefined where the id is unknown. */
  readVerdict(schemaVersionId: string): Promise<VersionVerdict | undefined>;
  /** A schema's refused versions, newest first; undefined where there is no such schema. */
  readFailures(
    registryName: string,
    schemaName: string,
  ): Promise<readonly VersionVerdict[] | undefined>;
  /**
   * What RegisterSchemaVersion would decide, without storing anything; undefined where there is no
   * such schema. Fails as it does where it would refuse (no valid definition, DISABLED).
   */
  check(registryName: string, schemaName: string, definition: string): Promise<Verdict | undefined>;
}

export interface RegistryClientOptions {
  /** For one request, the answer's body included. @default 10000 */
  readonly timeoutMs?: number;
}

/**
 * Calls Weir's registry. Not retried: the caller knows whether a repetition is wanted.
 *
 * Each call throws WeirError REGISTRY_UNREACHABLE where nothing answers in time, REGISTRY_FAILED
 * where the registry refuses, with AWS's name for it in `details.exception`.
 */
export function registryClient(
  endpoint: string,
  { timeoutMs = 10_000 }: RegistryClientOptions = {},
): RegistryClient {
  const send = async (
    path: string,
    init: RequestInit,
  ): Promise<{ status: number; body: unknown }> => {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(new URL(path, endpoint), { ...init, signal });
      return { status: response.status, body: await response.json() };
    } catch (cause) {
      throw new WeirError(
        "REGISTRY_UNREACHABLE",
        `the schema registry at ${endpoint} does not answer`,
        { cause, remedy: "see whether it runs: weir status", details: { endpoint } },
      );
    }
  };
  const ask = async (name: string, path: string, init: RequestInit = {}) => {
    const { status, body } = await send(path, init);
    if (status === 404) return undefined;
    if (status !== 200) throw refusal(name, status, body);
    return body;
  };
  const read = (path: string) => ask(`GET ${path}`, path);
  return {
    call: async (operation, input) => {
      const { status, body } = await send("/", {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `AWSGlue.${operation}`,
          "amz-sdk-invocation-id": randomUUID(),
        },
        body: JSON.stringify(input),
      });
      if (status !== 200) throw refusal(operation, status, body);
      // biome-ignore lint/suspicious/noExplicitAny: the operation's name decides the shape.
      return body as any;
    },
    readVerdict: async (schemaVersionId) =>
      (await read(`/weir/schema-versions/${encodeURIComponent(schemaVersionId)}/verdict`)) as
        | VersionVerdict
        | undefined,
    readFailures: async (registryName, schemaName) => {
      const body = (await read(`${schemaPath(registryName, schemaName)}/failures`)) as
        | { failures: readonly VersionVerdict[] }
        | undefined;
      return body?.failures;
    },
    check: async (registryName, schemaName, definition) =>
      (await ask("check", `${schemaPath(registryName, schemaName)}/check`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ definition }),
      })) as Verdict | undefined,
  };
}

function schemaPath(...names: string[]): string {
  return `/weir/schemas/${names.map(encodeURIComponent).join("/")}`;
}

function refusal(operation: string, httpStatus: number, body: unknown): WeirError {
  const { __type, Message } = (body ?? {}) as { __type?: string; Message?: string };
  const exception = __type ?? "unknown";
  return new WeirError(
    "REGISTRY_FAILED",
    `the schema registry refused ${operation}: ${exception}: ${Message ?? `HTTP ${httpStatus}`}`,
    { details: { operation, exception, message: Message, httpStatus } },
  );
}
