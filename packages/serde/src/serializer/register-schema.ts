/**
 * How a definition gets its schema version id: the calls of AWS's serializer in their order.
 * https://github.com/awslabs/aws-glue-schema-registry, SchemaByDefinitionFetcher.java
 */
import { WeirError } from "@weir/core";
import { describeRefusal } from "../glue-call.ts";
import { explainFailure } from "./explain-failure.ts";
import { withRetries } from "./retry.ts";
import type { GlueSerializerSettings } from "./settings.ts";

export interface SchemaToRegister {
  readonly dataFormat: "AVRO" | "JSON" | "PROTOBUF";
  readonly definition: string;
  readonly schemaName: string;
  readonly topic: string;
}

/** AWS's client looks for these texts, wherever they stand in the message. */
const versionIsNotFound = "Schema version is not found.";
const schemaIsNotFound = "Schema is not found.";

const firstPollDelayMs = 100;
const maxPollDelayMs = 3_000;

/**
 * The id of an AVAILABLE version of this definition.
 *
 * @throws WeirError SCHEMA_UNKNOWN (there is none, and registering is off), SCHEMA_REFUSED, and
 *   what the call throws
 */
export async function registerSchema(
  settings: GlueSerializerSettings,
  schema: SchemaToRegister,
): Promise<string> {
  const { call, wait } = settings;
  const input = { SchemaId: schemaId(settings, schema), SchemaDefinition: schema.definition };
  try {
    const found = await withRetries(() => call("GetSchemaByDefinition", input), wait);
    const { SchemaVersionId: id = "", Status: status = "" } = found;
    if (status === "AVAILABLE") return id;
    if (status === "PENDING") return await settle(settings, schema, id, status);
    throw await explainFailure(settings, schema, id, status);
  } catch (error) {
    const { exception, message } = describeRefusal(error);
    if (exception !== "EntityNotFoundException") throw error;
    const isVersion = message.includes(versionIsNotFound);
    if (!isVersion && !message.includes(schemaIsNotFound)) throw error;
    if (!settings.schemaAutoRegistrationEnabled) throw unregistered(schema, error);
    const id = isVersion ? await register(settings, schema) : await create(settings, schema);
    await putMetadata(settings, schema, id);
    return id;
  }
}

async function create(settings: GlueSerializerSettings, schema: SchemaToRegister): Promise<string> {
  const input = {
    RegistryId: { RegistryName: settings.registryName },
    SchemaName: schema.schemaName,
    DataFormat: schema.dataFormat,
    Compatibility: settings.compatibility,
    Description: settings.description,
    Tags: settings.tags,
    SchemaDefinition: schema.definition,
  };
  try {
    const made = await withRetries(() => settings.call("CreateSchema", input), settings.wait);
    return await settle(settings, schema, made.SchemaVersionId, made.SchemaVersionStatus);
  } catch (error) {
    // Another producer was faster.
    if (describeRefusal(error).exception !== "AlreadyExistsException") throw error;
    return register(settings, schema);
  }
}

async function register(
  settings: GlueSerializerSettings,
  schema: SchemaToRegister,
): Promise<string> {
  const input = { SchemaId: schemaId(settings, schema), SchemaDefinition: schema.definition };
  const made = await withRetries(
    () => settings.call("RegisterSchemaVersion", input),
    settings.wait,
  );
  return settle(settings, schema, made.SchemaVersionId, made.Status);
}

/** Asks again what is not AVAILABLE, and waits while it is PENDING. */
async function settle(
  settings: GlueSerializerSettings,
  schema: SchemaToRegister,
  id = "",
  reported = "",
): Promise<string> {
  const { call, wait, now, evaluationTimeoutMs } = settings;
  const deadline = now() + evaluationTimeoutMs;
  let status = reported;
  // AWS's client sleeps 3 s once, and then asks up to ten times without a pause.
  for (let delayMs = 0; status !== "AVAILABLE"; delayMs = nextDelay(delayMs)) {
    if (delayMs > 0) await wait(delayMs);
    const version = await withRetries(
      () => call("GetSchemaVersion", { SchemaVersionId: id }),
      wait,
    );
    status = version.Status ?? "";
    if (status !== "AVAILABLE" && status !== "PENDING") {
      throw await explainFailure(settings, schema, id, status);
    }
    if (status === "PENDING" && now() >= deadline)
      throw stillPending(schema, id, evaluationTimeoutMs);
  }
  return id;
}

function nextDelay(delayMs: number): number {
  return delayMs === 0 ? firstPollDelayMs : Math.min(delayMs * 2, maxPollDelayMs);
}

/** In parallel and without a stop on failure, as AWS's client does it. */
async function putMetadata(
  { call, wait, metadata, onWarning }: GlueSerializerSettings,
  { topic }: SchemaToRegister,
  SchemaVersionId: string,
): Promise<void> {
  const pairs = Object.entries({ ...metadata, "x-amz-meta-transport": topic });
  await Promise.all(
    pairs.map(async ([MetadataKey, MetadataValue]) => {
      const input = { SchemaVersionId, MetadataKeyValue: { MetadataKey, MetadataValue } };
      try {
        await withRetries(() => call("PutSchemaVersionMetadata", input), wait);
      } catch (error) {
        onWarning(`metadata ${MetadataKey} was not put: ${describeRefusal(error).message}`);
      }
    }),
  );
}

function schemaId({ registryName }: GlueSerializerSettings, { schemaName }: SchemaToRegister) {
  return { RegistryName: registryName, SchemaName: schemaName };
}

function unregistered({ schemaName, dataFormat }: SchemaToRegister, cause: unknown): WeirError {
  return new WeirError(
    "SCHEMA_UNKNOWN",
    `Failed to auto-register schema. Auto registration of schema is not enabled. The registry does not have this ${dataFormat} definition under ${schemaName}`,
    {
      cause,
      remedy: "register it before, or set schemaAutoRegistrationEnabled",
      details: { schemaName },
    },
  );
}

function stillPending({ schemaName }: SchemaToRegister, id: string, timeoutMs: number): WeirError {
  return new WeirError(
    "REGISTRY_UNREACHABLE",
    `Retries exhausted for schema evolution check for schemaVersionId = ${id}: it is PENDING for ${timeoutMs} ms`,
    {
      remedy: "try again, or raise evaluationTimeoutMs",
      details: { schemaName, schemaVersionId: id },
    },
  );
}
