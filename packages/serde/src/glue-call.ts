import { randomUUID } from "node:crypto";
import { WeirError } from "@weir/core";

/** What the serializer asks of a registry; members in the spelling of AWS Glue's API. */
export interface GlueSerdeOperations {
  readonly GetSchemaByDefinition: {
    readonly input: { readonly SchemaId: SchemaId; readonly SchemaDefinition: string };
    readonly output: { readonly SchemaVersionId?: string; readonly Status?: string };
  };
  readonly CreateSchema: {
    readonly input: {
      readonly RegistryId: { readonly RegistryName: string };
      readonly SchemaName: string;
      readonly DataFormat: "AVRO" | "JSON" | "PROTOBUF";
      readonly Compatibility: CompatibilityName;
      readonly Description: string;
      readonly Tags: Readonly<Record<string, string>>;
      readonly SchemaDefinition: string;
    };
    readonly output: { readonly SchemaVersionId?: string; readonly SchemaVersionStatus?: string };
  };
  readonly RegisterSchemaVersion: {
    readonly input: { readonly SchemaId: SchemaId; readonly SchemaDefinition: string };
    readonly output: { readonly SchemaVersionId?: string; readonly Status?: string };
  };
  readonly GetSchemaVersion: {
    readonly input: { readonly SchemaVersionId: string };
    readonly output: {
      readonly SchemaDefinition?: string;
      readonly DataFormat?: string;
      readonly VersionNumber?: number;
      readonly SchemaArn?: string;
      readonly Status?: string;
    };
  };
  readonly PutSchemaVersionMetadata: {
    readonly input: {
      readonly SchemaVersionId: string;
      readonly MetadataKeyValue: { readonly MetadataKey: string; readonly MetadataValue: string };
    };
    readonly output: object;
  };
}

export type CompatibilityName =
  | "NONE"
  | "DISABLED"
  | "BACKWARD"
  | "BACKWARD_ALL"
  | "FORWARD"
  | "FORWARD_ALL"
  | "FULL"
  | "FULL_ALL";

export interface SchemaId {
  readonly RegistryName: string;
  readonly SchemaName: string;
}

export type GlueSerdeOperation = keyof GlueSerdeOperations;

/**
 * One operation of AWS Glue. A refusal is an exception with AWS's name for it in `name` (as the SDK
 * has it) or in `details.exception`, and AWS's text in its message.
 */
export type GlueSerdeCall = <Op extends GlueSerdeOperation>(
  operation: Op,
  input: GlueSerdeOperations[Op]["input"],
) => Promise<GlueSerdeOperations[Op]["output"]>;

export interface HttpGlueOptions {
  /** Such as `http://127.0.0.1:8081`: a registry that checks no signatures, as the local one. */
  readonly endpoint: string;
  /** @default 5000 */
  readonly timeoutMs?: number;
}

/**
 * AWS Glue's protocol without a signature. Throws WeirError REGISTRY_UNREACHABLE where trying again
 * can help, REGISTRY_FAILED where the registry refuses.
 */
export function httpGlueCall({ endpoint, timeoutMs = 5_000 }: HttpGlueOptions): GlueSerdeCall {
  return async (operation, input) => {
    const { status, text } = await post(endpoint, operation, input, timeoutMs);
    if (status === 200) return readAnswer(text, endpoint);
    const { exception, message } = readRefusal(text);
    const passes = status >= 500 || exception === "ThrottlingException";
    throw new WeirError(
      passes ? "REGISTRY_UNREACHABLE" : "REGISTRY_FAILED",
      `the registry at ${endpoint} answered ${status} to ${operation}: ${exception}: ${message}`,
      { details: { endpoint, operation, exception, message, status } },
    );
  };
}

async function post(
  endpoint: string,
  operation: string,
  body: object,
  timeoutMs: number,
): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSGlue.${operation}`,
        "amz-sdk-invocation-id": randomUUID(),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw new WeirError("REGISTRY_UNREACHABLE", `no answer from the registry at ${endpoint}`, {
      cause,
      remedy: "look at the registry with: weir status",
      details: { endpoint },
    });
  }
}

/** What stands behind an endpoint may be no registry: a proxy answers 200 as well. */
export function readAnswer(text: string, endpoint: string) {
  try {
    const answer = JSON.parse(text);
    if (typeof answer === "object" && answer !== null) return answer;
  } catch {
    // Said below.
  }
  const message = `the registry at ${endpoint} answered what is no JSON object: ${text.slice(0, 300)}`;
  throw new WeirError("REGISTRY_FAILED", message, {
    remedy: "look at what answers at this address",
    details: { endpoint },
  });
}

function readRefusal(text: string): { exception: string; message: string } {
  try {
    const { __type, Message, message } = JSON.parse(text);
    return {
      exception: String(__type).split("#").at(-1) ?? "",
      message: String(Message ?? message ?? "").slice(0, 1000),
    };
  } catch {
    return { exception: "unknown", message: text.slice(0, 300) };
  }
}

/** AWS's name and text for a refusal, of whatever has called it. */
export function describeRefusal(error: unknown): { exception: string; message: string } {
  if (!(error instanceof Error)) return { exception: "", message: String(error) };
  const details = "details" in error && typeof error.details === "object" ? error.details : {};
  const { exception, message } = (details ?? {}) as Record<string, unknown>;
  return {
    exception: typeof exception === "string" ? exception : error.name,
    message: typeof message === "string" ? message : error.message,
  };
}
