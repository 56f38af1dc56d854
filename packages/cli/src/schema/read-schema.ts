import { type CompatibilityMode, hasErrorCode, nearMatch, WeirError } from "@weir/core";
import type { GlueCall, VersionStatus } from "@weir/registry";
import type { DataFormat } from "@weir/schema";
import { isJournalName } from "./accept/journal.ts";

/** A schema's place: what to call, in which registry, under which name. */
export interface SchemaPlace {
  readonly call: GlueCall;
  readonly registryName: string;
  readonly schemaName: string;
}

export interface SchemaFacts {
  readonly dataFormat: DataFormat;
  readonly mode: CompatibilityMode;
  readonly checkpoint: number;
  /** The newest AVAILABLE version; undefined where there is none. */
  readonly latest: number | undefined;
  readonly createdTime: string;
}

export interface VersionFacts {
  readonly versionNumber: number;
  readonly schemaVersionId: string;
  readonly status: VersionStatus;
  readonly createdTime: string;
}

export interface DefinedVersion extends VersionFacts {
  readonly definition: string;
}

export function schemaIdOf({ registryName, schemaName }: SchemaPlace) {
  return { RegistryName: registryName, SchemaName: schemaName };
}

/** Undefined where the registry has no such schema. */
export async function findSchema(place: SchemaPlace): Promise<SchemaFacts | undefined> {
  const found = await unlessMissing(place.call("GetSchema", { SchemaId: schemaIdOf(place) }));
  if (found === undefined || found.SchemaStatus === "DELETING") return undefined;
  return {
    // Of AWS Glue's formats there is none that Weir does not have.
    dataFormat: found.DataFormat as DataFormat,
    mode: found.Compatibility,
    checkpoint: found.SchemaCheckpoint,
    latest: found.LatestSchemaVersion,
    createdTime: found.CreatedTime,
  };
}

/** Throws SCHEMA_UNKNOWN with the name that was probably meant. */
export async function readSchema(place: SchemaPlace): Promise<SchemaFacts> {
  const found = await findSchema(place);
  if (found !== undefined) return found;
  const { registryName, schemaName } = place;
  const all = await listSchemaNames(place.call, registryName);
  const known = all.filter((name) => !isJournalName(name));
  const near = nearMatch(schemaName, known);
  throw new WeirError("SCHEMA_UNKNOWN", `registry ${registryName} has no schema "${schemaName}"`, {
    remedy: near === undefined ? "see them with: weir schema list" : `did you mean "${near}"?`,
    details: { registryName, schemaName, known },
  });
}

export async function listSchemaNames(call: GlueCall, RegistryName: string): Promise<string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call("ListSchemas", {
      RegistryId: { RegistryName },
      MaxResults: 100,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    names.push(...page.Schemas.map(({ SchemaName }) => SchemaName));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== "");
  return names.sort();
}

/** Every version, of whatever status, newest first. */
export async function listVersions(place: SchemaPlace): Promise<VersionFacts[]> {
  const versions: VersionFacts[] = [];
  let NextToken: string | undefined;
  do {
    const page = await place.call("ListSchemaVersions", {
      SchemaId: schemaIdOf(place),
      MaxResults: 100,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    for (const item of page.Schemas) {
      versions.push({
        versionNumber: item.VersionNumber,
        schemaVersionId: item.SchemaVersionId,
        status: item.Status,
        createdTime: item.CreatedTime,
      });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== "");
  return versions.sort((a, b) => b.versionNumber - a.versionNumber);
}

/** Throws SCHEMA_UNKNOWN where the schema has no such version. */
export async function readVersion(
  place: SchemaPlace,
  versionNumber: number,
): Promise<DefinedVersion> {
  const found = await unlessMissing(
    place.call("GetSchemaVersion", {
      SchemaId: schemaIdOf(place),
      SchemaVersionNumber: { VersionNumber: versionNumber },
    }),
  );
  if (found === undefined) {
    const { schemaName } = place;
    throw new WeirError("SCHEMA_UNKNOWN", `schema ${schemaName} has no version ${versionNumber}`, {
      remedy: `see its versions with: weir schema history ${schemaName}`,
    });
  }
  return {
    versionNumber: found.VersionNumber,
    schemaVersionId: found.SchemaVersionId,
    status: found.Status,
    createdTime: found.CreatedTime,
    definition: found.SchemaDefinition,
  };
}

/** AWS's EntityNotFoundException as undefined; everything else is thrown on. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isException(error, "EntityNotFoundException")) return undefined;
    throw error;
  }
}

/** Whether the registry refused with this exception of AWS. */
export function isException(error: unknown, ...names: readonly string[]): boolean {
  if (!hasErrorCode(error, "REGISTRY_FAILED")) return false;
  const { exception } = (error as WeirError).details;
  return typeof exception === "string" && names.includes(exception);
}
