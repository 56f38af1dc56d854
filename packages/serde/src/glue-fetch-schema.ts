import { WeirError } from "@weir/core";
import type { FetchSchema } from "./schema-cache.ts";

export interface GlueFetchSchemaOptions {
  /** Such as `http://127.0.0.1:8081`: a registry that checks no signatures, as the local one. */
  readonly endpoint: string;
  /** @default 5000 */
  readonly timeoutMs?: number;
}

/** What GetSchemaVersion answers; https://docs.aws.amazon.com/glue/latest/webapi/API_GetSchemaVersion.html */
interface GetSchemaVersionAnswer {
  readonly SchemaDefinition: string;
  readonly DataFormat: string;
  readonly VersionNumber: number;
  /** Ends with the name of the schema. */
  readonly SchemaArn: string;
}

/** A `fetchSchema` that speaks the protocol of AWS Glue, unsigned. */
export function glueFetchSchema({
  endpoint,
  timeoutMs = 5_000,
}: GlueFetchSchemaOptions): FetchSchema {
  return async (schemaVersionId) => {
    const { status, text } = await post(endpoint, { SchemaVersionId: schemaVersionId }, timeoutMs);
    if (status === 200) {
      const answer: GetSchemaVersionAnswer = JSON.parse(text);
      return {
        definition: answer.SchemaDefinition,
        dataFormat: answer.DataFormat,
        versionNumber: answer.VersionNumber,
        schemaName: answer.SchemaArn.split("/").at(-1) ?? "",
      };
    }
    if (text.includes("EntityNotFoundException")) return undefined;
    const passes = status >= 500 || text.includes("ThrottlingException");
    throw new WeirError(
      passes ? "REGISTRY_UNREACHABLE" : "REGISTRY_FAILED",
      `the registry at ${endpoint} answered ${status} to GetSchemaVersion: ${text.slice(0, 300)}`,
      { details: { endpoint, schemaVersionId, status } },
    );
  };
}

async function post(
  endpoint: string,
  body: object,
  timeoutMs: number,
): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSGlue.GetSchemaVersion",
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
