import type { Fields } from "./fields.ts";
import type { GlueOperation } from "./glue-model.ts";
import type { Operation, OperationContext } from "./operation.ts";
import { checkSchemaVersionValidity } from "./operations/check-schema-version-validity.ts";
import { createRegistry } from "./operations/create-registry.ts";
import { createSchema } from "./operations/create-schema.ts";
import { deleteRegistry } from "./operations/delete-registry.ts";
import { deleteSchema } from "./operations/delete-schema.ts";
import { deleteSchemaVersions } from "./operations/delete-schema-versions.ts";
import { getRegistry } from "./operations/get-registry.ts";
import { getSchema } from "./operations/get-schema.ts";
import { getSchemaByDefinition } from "./operations/get-schema-by-definition.ts";
import { getSchemaVersion } from "./operations/get-schema-version.ts";
import { getSchemaVersionsDiff } from "./operations/get-schema-versions-diff.ts";
import { getTags } from "./operations/get-tags.ts";
import { listRegistries } from "./operations/list-registries.ts";
import { listSchemaVersions } from "./operations/list-schema-versions.ts";
import { listSchemas } from "./operations/list-schemas.ts";
import { putSchemaVersionMetadata } from "./operations/put-schema-version-metadata.ts";
import { querySchemaVersionMetadata } from "./operations/query-schema-version-metadata.ts";
import { registerSchemaVersion } from "./operations/register-schema-version.ts";
import { removeSchemaVersionMetadata } from "./operations/remove-schema-version-metadata.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateRegistry } from "./operations/update-registry.ts";
import { updateSchema } from "./operations/update-schema.ts";
import { settleDueVersions } from "./settle-versions.ts";

/** Every operation the server answers, by the name in `X-Amz-Target`. */
export const operationTable: { readonly [Op in GlueOperation]: Operation<Op> } = {
  CheckSchemaVersionValidity: checkSchemaVersionValidity,
  CreateRegistry: createRegistry,
  CreateSchema: createSchema,
  DeleteRegistry: deleteRegistry,
  DeleteSchema: deleteSchema,
  DeleteSchemaVersions: deleteSchemaVersions,
  GetRegistry: getRegistry,
  GetSchema: getSchema,
  GetSchemaByDefinition: getSchemaByDefinition,
  GetSchemaVersion: getSchemaVersion,
  GetSchemaVersionsDiff: getSchemaVersionsDiff,
  GetTags: getTags,
  ListRegistries: listRegistries,
  ListSchemas: listSchemas,
  ListSchemaVersions: listSchemaVersions,
  PutSchemaVersionMetadata: putSchemaVersionMetadata,
  QuerySchemaVersionMetadata: querySchemaVersionMetadata,
  RegisterSchemaVersion: registerSchemaVersion,
  RemoveSchemaVersionMetadata: removeSchemaVersionMetadata,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateRegistry: updateRegistry,
  UpdateSchema: updateSchema,
};

export function isGlueOperation(name: string): name is GlueOperation {
  return Object.hasOwn(operationTable, name);
}

/** One operation, to be run in one transaction. */
export function runOperation(
  context: OperationContext,
  name: GlueOperation,
  input: Fields,
): object {
  settleDueVersions(context);
  return operationTable[name](context, input);
}
