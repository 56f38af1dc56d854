export { checkConnector, type RenderedConnector, renderConnector } from "./connector-config.ts";
export { checkConnectorOverrides } from "./connector-overrides.ts";
export {
  type ConnectorOptions,
  type ConnectorProperty,
  connectorProperties,
} from "./connector-properties.ts";
export {
  type ConverterOptions,
  type ConverterPlan,
  namingStrategyClass,
  planConverter,
  registryName,
} from "./converters.ts";
export type { DiagnosisCause, RestartPolicy } from "./diagnosis/causes.ts";
export { type Diagnosis, type DiagnosisDetails, diagnoseTrace } from "./diagnosis.ts";
export { type ConnectorOutcome, followConnector } from "./follow-connector.ts";
export { workerMetricsRules } from "./metrics-rules.ts";
export {
  kafkaDefaultProfile,
  planWorkerProfile,
  predictDuplicates,
  predictRecovery,
  producerProfile,
  type RangeMs,
  type RecoveryPrediction,
  type WorkerProfile,
} from "./profile.ts";
export {
  diagnoseStatus,
  type ReadinessOptions,
  type ReadyConnector,
  waitForConnectorReady,
} from "./readiness.ts";
export {
  type FailedUnit,
  planRestart,
  type RestartHistory,
  type RestartPlan,
  type RestartRecord,
  restartDelayMs,
} from "./remedy.ts";
export { type ConnectClient, createConnectClient } from "./rest/connect-client.ts";
export {
  type ConfigValidation,
  type ConnectorInfo,
  type ConnectorOffsets,
  type ConnectorState,
  type ConnectorStatus,
  connectorStates,
  type FieldErrors,
  type PluginInfo,
  type TaskInfo,
  type TaskStatus,
  type WorkerHealth,
  type WorkerInfo,
} from "./rest/connect-types.ts";
export type { WorkerRequestsOptions as ConnectClientOptions } from "./rest/worker-requests.ts";
export { isSecretKey, redactConfig, secretReference } from "./secrets.ts";
export { heartbeatQuery, sourceTableStatements } from "./source-tables.ts";
export { renderTableIncludeList } from "./table-include-list.ts";
export {
  planCapturedTopics,
  planSchemaHistoryTopic,
  planWeirTopics,
  planWorkerTopics,
  type TopicPlan,
  topicRetentionMs,
} from "./topic-settings.ts";
export {
  effectiveMinInsyncReplicas,
  effectiveReplicationFactor,
  planWorkerConfig,
  renderProperties,
  type WorkerOptions,
  workerProperties,
} from "./worker-config.ts";
