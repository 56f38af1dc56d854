export { boundHeap } from "./bound-heap.ts";
export { cacheDirectory } from "./cache-directory.ts";
export { definePlatform } from "./define-platform.ts";
export { type ErrorCode, type ErrorCodeEntry, errorCodes } from "./error-codes.ts";
export { renderErrorReference } from "./error-reference.ts";
export { findProgram } from "./find-program.ts";
export type { TableName } from "./names.ts";
export * as names from "./names.ts";
export { nearMatch } from "./near-match.ts";
export { redactUrls } from "./redact.ts";
export type { AwsSpec } from "./spec/aws-spec.ts";
export { specFileNames } from "./spec/find-spec-file.ts";
export { platformJsonSchema } from "./spec/json-schema.ts";
export {
  invalidSpec,
  type LoadedPlatform,
  type LoadPlatformOptions,
  loadPlatform,
} from "./spec/load.ts";
export type { OriginEntry } from "./spec/origins.ts";
export { type SpecFlag, smallFlags } from "./spec/overrides.ts";
export {
  type Platform,
  type PlatformInput,
  platformSpec,
} from "./spec/platform-spec.ts";
export { renderProblem, type SpecProblem } from "./spec/problems.ts";
export { renderSpecReference } from "./spec/reference.ts";
export { type CompatibilityMode, compatibilityModes } from "./spec/registry-spec.ts";
export type { SourceSpec } from "./spec/source-spec.ts";
export { starterSpec } from "./starter.ts";
export { describeError, hasErrorCode, WeirError, type WeirErrorOptions } from "./weir-error.ts";
