/**
 * AWS's message texts. Clients decide on them: the Java serializer looks for "Schema version is
 * not found." (then it registers) and "Schema is not found." (then it creates). Not ours to word.
 */
import type { RegistryKey, SchemaKey } from "./schema-key.ts";

/** An ARN that names no schema leaves the names empty. */
const text = (value: string | undefined) => value || "null";

export const texts = {
  registryNotFound: ({ registryName, registryArn }: RegistryKey) =>
    registryArn === undefined
      ? `Registry is not found. RegistryName: ${registryName}`
      : `Registry is not found. RegistryArn: ${registryArn}`,
  registryExists: (name: string) => `Registry already exists. RegistryName: ${name}`,
  registryId: "One of registryName or registryArn has to be provided, both cannot be provided.",
  schemaNotFound: (key: SchemaKey) =>
    `Schema is not found. RegistryName: ${text(key.registryName)}, SchemaName: ${text(key.schemaName)}, SchemaArn: ${text(key.schemaArn)}`,
  schemaExists: (name: string) => `Schema already exists. SchemaName: ${name}`,
  schemaIdBoth:
    "One of (registryName and schemaName) or schemaArn has to be provided, both cannot be provided.",
  schemaIdNone: "At least one of (registryName and schemaName) or schemaArn has to be provided.",
  definitionNotFound: "Schema version is not found.",
  versionIdNotFound: (id: string) => `Schema version is not found. SchemaVersionId: ${id}`,
  versionNotFound: (key: SchemaKey, versionNumber: number | undefined) =>
    `Schema version is not found. RegistryName: ${text(key.registryName)}, SchemaName: ${text(key.schemaName)}, SchemaArn: ${text(key.schemaArn)}, VersionNumber: ${text(versionNumber?.toString())}, isLatestVersion: ${versionNumber === undefined}`,
  versionNumberBoth: "Only one of VersionNumber or LatestVersion is required.",
  versionNumberNone: "One of version number (or) latest version is required.",
  versionIdAndOthers:
    "No other input parameters can be specified when fetching by SchemaVersionId.",
  disabled: (key: SchemaKey) =>
    `Compatibility DISABLED does not allow versioning. SchemaId: SchemaId(schemaArn=${text(key.schemaArn)}, schemaName=${key.schemaName}, registryName=${key.registryName})`,
  badDataFormat: "Data format is not valid.",
  badCompatibility: "Compatibility is not valid.",
  badDefinition: (dataFormat: string, reason: string) =>
    `Schema definition of ${dataFormat} data format is invalid: ${reason}`,
  badCharacters: (parameter: string) =>
    `The parameter value contains one or more characters that are not valid. Parameter Name: ${parameter}`,
  badLength: (parameter: string) =>
    `The resource name contains too many or too few characters. Parameter Name: ${parameter}`,
  badTags: "New Tags cannot be empty or more than 50",
  metadataExists: (id: string, key: string, value: string) =>
    `Resource already exist for schema version id: ${id}, metadata key: ${key}, metadata value: ${value}`,
  limit: (resources: "registries" | "schema versions") =>
    `More ${resources} cannot be created. The maximum limit has been reached.`,
  metadataLimit: "Your resource limits for Schema Version Metadata have been exceeded.",
  /** Not from AWS's own: its texts for these cases are unknown. */
  missing: (member: string) =>
    `1 validation error detected: Value null at '${lowerFirst(member)}' failed to satisfy constraint: Member must not be null`,
  outOfRange: (member: string, min: number, max: number) =>
    `1 validation error detected: Value at '${lowerFirst(member)}' failed to satisfy constraint: Member must be between ${min} and ${max}`,
  badToken: "The NextToken is not valid.",
  compatibilityNeedsVersion: "SchemaVersionNumber is required when Compatibility is updated.",
  sameCompatibility: (mode: string) => `Compatibility is already ${mode}.`,
  nothingToUpdate: "One of Compatibility, SchemaVersionNumber or Description has to be provided.",
  checkpointBackwards: (checkpoint: number) =>
    `The checkpoint cannot move to a version before the current checkpoint ${checkpoint}.`,
  checkpointNotAvailable: (versionNumber: number) =>
    `The checkpoint cannot move to version ${versionNumber}: it is not AVAILABLE.`,
  deletesFirst: "The first version of a schema cannot be deleted; delete the schema.",
  deletesCheckpoint: (checkpoint: number) =>
    `Version ${checkpoint} is the checkpoint and cannot be deleted.`,
  deletesTooMany: "At most 25 versions can be deleted at a time.",
  badRange: (range: string) => `The version range ${range} ends before it begins.`,
  /** References are Confluent's: its API refuses this too. */
  referred: (referrer: { registryName: string; schemaName: string; versionNumber: number }) =>
    `Version ${referrer.versionNumber} of ${referrer.registryName}/${referrer.schemaName} refers to it; delete that first.`,
  latestPending: "The latest version must not be PENDING.",
  badDiffType: "Schema diff type is not valid.",
  diffTooLong: "The difference has more than 340000 characters.",
  metadataNotFound: (id: string, key: string, value: string) =>
    `Resource does not exist for schema version id: ${id}, metadata key: ${key}, metadata value: ${value}`,
} as const;

export function lowerFirst(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}
