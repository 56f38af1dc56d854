/**
 * The shapes of AWS Glue's schema registry, in AWS's spelling: all 23 operations.
 * https://docs.aws.amazon.com/glue/latest/webapi/API_Operations.html
 */
import type { CompatibilityMode } from "@weir/core";

export type VersionStatus = "AVAILABLE" | "PENDING" | "FAILURE" | "DELETING";
export type SchemaStatus = "AVAILABLE" | "PENDING" | "DELETING";
export type RegistryStatus = "AVAILABLE" | "DELETING";

export interface RegistryId {
  readonly RegistryName?: string;
  readonly RegistryArn?: string;
}

/** Registry and schema name, or the ARN alone. */
export interface SchemaId {
  readonly RegistryName?: string;
  readonly SchemaName?: string;
  readonly SchemaArn?: string;
}

/** One of the two. */
export interface SchemaVersionNumber {
  readonly LatestVersion?: boolean;
  readonly VersionNumber?: number;
}

/** SchemaVersionId alone, or the other two together. */
export interface VersionId {
  readonly SchemaId?: SchemaId;
  readonly SchemaVersionNumber?: SchemaVersionNumber;
  readonly SchemaVersionId?: string;
}

export interface SchemaDescription {
  readonly RegistryName: string;
  readonly RegistryArn: string;
  readonly SchemaName: string;
  readonly SchemaArn: string;
  readonly Description?: string;
  readonly DataFormat: string;
  readonly Compatibility: CompatibilityMode;
  readonly SchemaCheckpoint: number;
  /** The newest AVAILABLE version; absent where there is none. */
  readonly LatestSchemaVersion?: number;
  readonly NextSchemaVersion: number;
  readonly SchemaStatus: SchemaStatus;
}

/** ISO 8601 text: the registry's timestamps are strings in AWS's model. */
interface Times {
  readonly CreatedTime: string;
  readonly UpdatedTime: string;
}

export type Tags = Readonly<Record<string, string>>;

export interface Page {
  /** 1 to 100 (metadata: 50). @default 25 */
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface NextPage {
  readonly NextToken?: string;
}

export interface RegistryItem extends Times {
  readonly RegistryName: string;
  readonly RegistryArn: string;
  readonly Description?: string;
  readonly Status: RegistryStatus;
}

export type SchemaItem = Times &
  Pick<
    SchemaDescription,
    "RegistryName" | "SchemaName" | "SchemaArn" | "Description" | "SchemaStatus"
  >;

export interface SchemaVersionItem {
  readonly SchemaArn: string;
  readonly SchemaVersionId: string;
  readonly VersionNumber: number;
  readonly Status: VersionStatus;
  readonly CreatedTime: string;
}

export interface MetadataKeyValue {
  readonly MetadataKey: string;
  readonly MetadataValue: string;
}

export interface MetadataValueItem {
  readonly MetadataValue: string;
  readonly CreatedTime: string;
}

/** The newest value of a key; older ones beside it, newest first. */
export interface MetadataInfo extends MetadataValueItem {
  readonly OtherMetadataValueList?: readonly MetadataValueItem[];
}

/** What PutSchemaVersionMetadata and RemoveSchemaVersionMetadata answer. */
export interface MetadataChange extends MetadataKeyValue {
  readonly SchemaArn: string;
  readonly SchemaName: string;
  readonly RegistryName: string;
  readonly LatestVersion: boolean;
  readonly VersionNumber: number;
  readonly SchemaVersionId: string;
}

interface Call<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

/** Every operation the server has: name to input and output. */
export interface GlueOperations {
  CreateRegistry: Call<
    { RegistryName: string; Description?: string; Tags?: Tags },
    { RegistryName: string; RegistryArn: string; Description?: string; Tags?: Tags }
  >;
  GetRegistry: Call<{ RegistryId: RegistryId }, RegistryItem>;
  UpdateRegistry: Call<
    { RegistryId: RegistryId; Description: string },
    { RegistryName: string; RegistryArn: string }
  >;
  DeleteRegistry: Call<
    { RegistryId: RegistryId },
    { RegistryName: string; RegistryArn: string; Status: RegistryStatus }
  >;
  ListRegistries: Call<Page, NextPage & { Registries: readonly RegistryItem[] }>;
  CreateSchema: Call<
    {
      RegistryId?: RegistryId;
      SchemaName: string;
      DataFormat: string;
      Compatibility?: CompatibilityMode;
      Description?: string;
      Tags?: Tags;
      SchemaDefinition?: string;
    },
    SchemaDescription & {
      Tags?: Tags;
      SchemaVersionId?: string;
      SchemaVersionStatus?: VersionStatus;
    }
  >;
  GetSchema: Call<{ SchemaId: SchemaId }, SchemaDescription & Times>;
  UpdateSchema: Call<
    {
      SchemaId: SchemaId;
      SchemaVersionNumber?: SchemaVersionNumber;
      Compatibility?: CompatibilityMode;
      Description?: string;
    },
    { SchemaArn: string; SchemaName: string; RegistryName: string }
  >;
  DeleteSchema: Call<
    { SchemaId: SchemaId },
    { SchemaArn: string; SchemaName: string; Status: SchemaStatus }
  >;
  ListSchemas: Call<
    /** Of all registries where RegistryId is absent. */
    Page & { RegistryId?: RegistryId },
    NextPage & { Schemas: readonly SchemaItem[] }
  >;
  RegisterSchemaVersion: Call<
    { SchemaId: SchemaId; SchemaDefinition: string },
    { SchemaVersionId: string; VersionNumber: number; Status: VersionStatus }
  >;
  GetSchemaVersion: Call<
    VersionId,
    SchemaVersionItem & { SchemaDefinition: string; DataFormat: string }
  >;
  GetSchemaByDefinition: Call<
    { SchemaId: SchemaId; SchemaDefinition: string },
    Omit<SchemaVersionItem, "VersionNumber"> & { DataFormat: string }
  >;
  GetSchemaVersionsDiff: Call<
    {
      SchemaId: SchemaId;
      FirstSchemaVersionNumber: SchemaVersionNumber;
      SecondSchemaVersionNumber: SchemaVersionNumber;
      SchemaDiffType: "SYNTAX_DIFF";
    },
    /** A JSON Patch (RFC 6902) as text. */
    { Diff: string }
  >;
  ListSchemaVersions: Call<
    Page & { SchemaId: SchemaId },
    NextPage & { Schemas: readonly SchemaVersionItem[] }
  >;
  DeleteSchemaVersions: Call<
    /** `5` or `5-8`. */
    { SchemaId: SchemaId; Versions: string },
    {
      SchemaVersionErrors: readonly {
        VersionNumber: number;
        ErrorDetails: { ErrorCode: string; ErrorMessage: string };
      }[];
    }
  >;
  CheckSchemaVersionValidity: Call<
    { DataFormat: string; SchemaDefinition: string },
    { Valid: boolean; Error?: string }
  >;
  PutSchemaVersionMetadata: Call<
    VersionId & { MetadataKeyValue: MetadataKeyValue },
    MetadataChange
  >;
  QuerySchemaVersionMetadata: Call<
    VersionId &
      Page & {
        /** Pairs to look for; a key or a value alone fits every pair that has it. */
        MetadataList?: readonly Partial<MetadataKeyValue>[];
      },
    NextPage & {
      MetadataInfoMap: Readonly<Record<string, MetadataInfo>>;
      SchemaVersionId: string;
    }
  >;
  RemoveSchemaVersionMetadata: Call<
    VersionId & { MetadataKeyValue: MetadataKeyValue },
    MetadataChange
  >;
  TagResource: Call<{ ResourceArn: string; TagsToAdd: Tags }, Readonly<Record<string, never>>>;
  UntagResource: Call<
    { ResourceArn: string; TagsToRemove: readonly string[] },
    Readonly<Record<string, never>>
  >;
  GetTags: Call<{ ResourceArn: string }, { Tags: Tags }>;
}

export type GlueOperation = keyof GlueOperations;

/** Calls one operation, on whatever registry: Weir's over HTTP, or AWS through its SDK. */
export type GlueCall = <Op extends GlueOperation>(
  operation: Op,
  input: GlueOperations[Op]["input"],
) => Promise<GlueOperations[Op]["output"]>;
