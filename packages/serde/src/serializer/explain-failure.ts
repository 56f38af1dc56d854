import { WeirError } from "@weir/core";
import type { SchemaToRegister } from "./register-schema.ts";
import type { GlueSerializerSettings } from "./settings.ts";

/** What Weir's registry tells beyond AWS's protocol. */
interface VerdictAnswer {
  readonly verdict?: {
    readonly violations?: readonly { readonly message: string }[];
    readonly remedy?: string;
  } | null;
}

/** AWS's words first: people search for them. Then why, where the registry tells. */
export async function explainFailure(
  { endpoint }: GlueSerializerSettings,
  { schemaName, topic }: SchemaToRegister,
  schemaVersionId: string,
  status: string,
): Promise<WeirError> {
  const verdict = await readVerdict(endpoint, schemaVersionId);
  const reasons = verdict?.violations?.map(({ message }) => message) ?? [];
  const why = reasons.length === 0 ? "" : ` ${reasons.join("; ")}`;
  const details = { schemaName, topic, schemaVersionId, status, violations: reasons };
  return new WeirError(
    "SCHEMA_REFUSED",
    `Schema evolution check failed. schemaVersionId ${schemaVersionId} of ${schemaName} is in ${status} status.${why}`,
    {
      remedy:
        verdict?.remedy ??
        "make the schema compatible with the registered ones; or relax compatibility, delete this version and register it again",
      details,
    },
  );
}

/** AWS itself gives no reason: there, and with another server, this answers undefined. */
async function readVerdict(
  endpoint: string | undefined,
  schemaVersionId: string,
): Promise<VerdictAnswer["verdict"]> {
  if (endpoint === undefined || schemaVersionId === "") return undefined;
  try {
    const url = new URL(`/weir/schema-versions/${schemaVersionId}/verdict`, endpoint);
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    // Read in any case: what is left unread keeps its connection.
    const text = await response.text();
    return response.status === 200 ? (JSON.parse(text) as VerdictAnswer).verdict : undefined;
  } catch {
    return undefined;
  }
}
