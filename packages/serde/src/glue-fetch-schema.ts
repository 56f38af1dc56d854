import {
  describeRefusal,
  type GlueSerdeCall,
  type HttpGlueOptions,
  httpGlueCall,
} from "./glue-call.ts";
import type { FetchSchema } from "./schema-cache.ts";

export type GlueFetchSchemaOptions = HttpGlueOptions | { readonly call: GlueSerdeCall };

/**
 * A `fetchSchema` that asks AWS Glue, or who speaks its protocol: unsigned at an endpoint, or
 * through `call` (such as `awsSdkGlueCall`).
 */
export function glueFetchSchema(options: GlueFetchSchemaOptions): FetchSchema {
  const call = "call" in options ? options.call : httpGlueCall(options);
  return async (schemaVersionId) => {
    try {
      const answer = await call("GetSchemaVersion", { SchemaVersionId: schemaVersionId });
      return {
        definition: answer.SchemaDefinition ?? "",
        dataFormat: answer.DataFormat ?? "",
        versionNumber: answer.VersionNumber ?? 0,
        // An ARN ends with the name of the schema.
        schemaName: answer.SchemaArn?.split("/").at(-1) ?? "",
      };
    } catch (error) {
      if (describeRefusal(error).exception === "EntityNotFoundException") return undefined;
      throw error;
    }
  };
}
