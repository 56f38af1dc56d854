/**
 * The shapes of AWS Glue's schema registry that Weir uses, in AWS's spelling.
 * https://docs.aws.amazon.com/glue/latest/webapi/API_Operations.html
 */
import type { CompatibilityMode } from "@weir/core";

export type VersionStatus = "AVAILABLE" | "PENDING" | "FAILURE" | "DELETING";
export type SchemaStatus = "AVAILABLE" | "PENDING" | "DELETING";

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
  /** 1 to 100. @default 25 */
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export interface SchemaVersionItem {
  readonly SchemaArn: string;
  readonly SchemaVersionId: string;
  readonly VersionNumber: number;
  readonly Status: VersionStatus;
  readonly CreatedTime: string;
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
  GetRegistry: Call<
    { RegistryId: RegistryId },
    Times & { RegistryName: string; RegistryArn: string; Description?: string; Status: "AVAILABLE" }
  >;
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
  RegisterSchemaVersion: Call<
    { SchemaId: SchemaId; SchemaDefinition: string },
    { SchemaVersionId: string; VersionNumber: number; Status: VersionStatus }
  >;
  GetSchemaVersion: Call<
    { SchemaId?: SchemaId; SchemaVersionNumber?: SchemaVersionNumber; SchemaVersionId?: string },
    SchemaVersionItem & { SchemaDefinition: string; DataFormat: string }
  >;
  GetSchemaByDefinition: Call<
    { SchemaId: SchemaId; SchemaDefinition: string },
    Omit<SchemaVersionItem, "VersionNumber"> & { DataFormat: string }
  >;
  ListSchemaVersions: Call<
    Page & { SchemaId: SchemaId },
    { Schemas: readonly SchemaVersionItem[]; NextToken?: string }
  >;
  ListSchemas: Call<
    Page & { RegistryId?: RegistryId },
    {
      Schemas: readonly (Times &
        Pick<
          SchemaDescription,
          "RegistryName" | "SchemaName" | "SchemaArn" | "Description" | "SchemaStatus"
        >)[];
      NextToken?: string;
    }
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
  PutSchemaVersionMetadata: Call<
    {
      SchemaId?: SchemaId;
      SchemaVersionNumber?: SchemaVersionNumber;
      SchemaVersionId?: string;
      MetadataKeyValue: { MetadataKey: string; MetadataValue: string };
    },
    {
      SchemaArn: string;
      SchemaName: string;
      RegistryName: string;
      LatestVersion: boolean;
      VersionNumber: number;
      SchemaVersionId: string;
      MetadataKey: string;
      MetadataValue: string;
    }
  >;
}

export type GlueOperation = keyof GlueOperations;

/** Calls one operation, on whatever registry: Weir's over HTTP, or AWS through its SDK. */
export type GlueCall = <Op extends GlueOperation>(
  operation: Op,
  input: GlueOperations[Op]["input"],
) => Promise<GlueOperations[Op]["output"]>;
