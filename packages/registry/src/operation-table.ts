import type { GlueOperation } from "./glue-model.ts";
import type { Operation } from "./operation.ts";
import { createRegistry } from "./operations/create-registry.ts";
import { createSchema } from "./operations/create-schema.ts";
import { deleteSchemaVersions } from "./operations/delete-schema-versions.ts";
import { getRegistry } from "./operations/get-registry.ts";
import { getSchema } from "./operations/get-schema.ts";
import { getSchemaByDefinition } from "./operations/get-schema-by-definition.ts";
import { getSchemaVersion } from "./operations/get-schema-version.ts";
import { listSchemaVersions } from "./operations/list-schema-versions.ts";
import { listSchemas } from "./operations/list-schemas.ts";
import { putSchemaVersionMetadata } from "./operations/put-schema-version-metadata.ts";
import { registerSchemaVersion } from "./operations/register-schema-version.ts";
import { updateSchema } from "./operations/update-schema.ts";

/** Every operation the server answers, by the name in `X-Amz-Target`. */
export const operationTable: { readonly [Op in GlueOperation]: Operation<Op> } = {
  CreateRegistry: createRegistry,
  CreateSchema: createSchema,
  DeleteSchemaVersions: deleteSchemaVersions,
  GetRegistry: getRegistry,
  GetSchema: getSchema,
  GetSchemaByDefinition: getSchemaByDefinition,
  GetSchemaVersion: getSchemaVersion,
  ListSchemaVersions: listSchemaVersions,
  ListSchemas: listSchemas,
  PutSchemaVersionMetadata: putSchemaVersionMetadata,
  RegisterSchemaVersion: registerSchemaVersion,
  UpdateSchema: updateSchema,
};
