export { type DownOptions, type DownResult, down } from "./down.ts";
export { buildEngines, type Engines } from "./engines/build-engines.ts";
export { engineSourceDirectory } from "./engines/engine-sources.ts";
export { findJava, type JavaHome, supportedJava } from "./engines/find-java.ts";
export { makeClassArchives } from "./engines/make-class-archives.ts";
export { prepareEngines, type StackPrerequisites } from "./engines/prepare-engines.ts";
export { type CapturedColumn, readCapturedColumns } from "./mysql/captured-columns.ts";
export { type CapturedTable, readCapturedTables } from "./mysql/captured-tables.ts";
export type { MysqlAddress } from "./mysql/mysql-address.ts";
export { type ExactScalar, runSql, type SqlResult } from "./mysql/run-sql.ts";
export { readLogTail } from "./process/log-tail.ts";
export {
  isAlive,
  type ProcessIdentity,
  readProcessIdentity,
  readResidentBytes,
} from "./process/process-identity.ts";
export { runCommand } from "./process/run-command.ts";
export { waitUntil } from "./process/wait-until.ts";
export type { ProgressEvent, ReportProgress } from "./progress.ts";
export { bootstrapServers } from "./services/kafka.ts";
export { localAwsCredentials, registryRegion } from "./services/registry.ts";
export {
  type ConnectorState,
  readStackState,
  type ServiceState,
  type StackPorts,
  type StackState,
} from "./state/stack-state.ts";
export {
  createStateDirectory,
  planStateDirectory,
  type StateDirectory,
} from "./state/state-directory.ts";
export { type ServiceStatus, type StackStatus, status } from "./status.ts";
export { applyConnectors, planLocalConnector } from "./supervisor/connectors.ts";
export { mysqlAddress } from "./supervisor/plan-stack.ts";
export { readLockHolder } from "./supervisor/stack-lock.ts";
export { type UpOptions, type UpResult, up } from "./up.ts";
