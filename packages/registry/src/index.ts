export { type AwsGlueOptions, awsGlueCall } from "./aws-glue-call.ts";
export { type GlueExceptionName, glueExceptions } from "./glue-exceptions.ts";
export type {
  GlueCall,
  GlueOperation,
  GlueOperations,
  RegistryId,
  SchemaId,
  SchemaVersionNumber,
  VersionStatus,
} from "./glue-model.ts";
export { defaultPolicy, type RegistryPolicy } from "./operation.ts";
export type { VersionVerdict } from "./refused-version.ts";
export {
  type RegistryClient,
  type RegistryClientOptions,
  registryClient,
} from "./registry-client.ts";
export { parseServeFlags, type ServeFlags } from "./serve-options.ts";
export { type RegistryOptions, type RunningRegistry, startRegistry } from "./start-registry.ts";
