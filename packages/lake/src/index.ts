export { compareRows, type RowComparison } from "./compare-rows.ts";
export {
  type Environment,
  findPython,
  type PythonInterpreter,
  supportedPython,
} from "./find-python.ts";
export {
  type GlueLakeQueryOptions,
  type GlueLakeRunOptions,
  type GlueLakeRunResult,
  queryGlueLake,
  readGlueLakeStatus,
  runGlueLake,
} from "./glue-lake.ts";
export type { LakeEvent, LakeTableResult, ResyncMark } from "./lake-event.ts";
export {
  type LakeEndpoints,
  type LakeJob,
  type LakeJobOptions,
  type LakePaths,
  planLakeJob,
} from "./lake-job.ts";
export type { LakeProcessOptions } from "./lake-process.ts";
export {
  type LakeQueryOptions,
  type LakeRow,
  type LakeScalar,
  type LakeTableStatus,
  queryLake,
  readLakeStatus,
} from "./lake-query.ts";
export { type LakeRunOptions, type LakeRunResult, runLakeJob } from "./lake-run.ts";
export { findLakehouseDirectory } from "./lakehouse-directory.ts";
export { type LocalLake, planLocalLakeJob } from "./local-lake-job.ts";
export {
  type PythonEnvironment,
  type PythonEnvironmentOptions,
  preparePythonEnvironment,
} from "./python-environment.ts";
