export { type AwsClients, openAws } from "./aws/aws-clients.ts";
export type { AwsOptions } from "./aws/aws-service.ts";
export { createMskToken } from "./aws/msk-token.ts";
export { awsNames } from "./aws-names.ts";
export { type AwsPlatform, requireAws } from "./aws-platform.ts";
export { type DeployOptions, type DeployReport, deploy } from "./driver/deploy.ts";
export { type DriverEvent, type StepName, stepNames } from "./driver/deploy-step.ts";
export { type DestroyReport, destroy } from "./driver/destroy/destroy.ts";
export { type DestroyedStack, planDestroy } from "./driver/destroy/plan-destroy.ts";
export { downloadJar } from "./driver/download-jar.ts";
export type { DriverOptions } from "./driver/driver-context.ts";
export { openHelm } from "./driver/helm.ts";
export { readKubernetesChanges } from "./driver/plan-kubernetes.ts";
export { type PreflightReport, preflight } from "./driver/preflight.ts";
export { readDeployedTemplates, readOutputs } from "./driver/read-deployed.ts";
export {
  type RotationReport,
  rotateCdcCredentials,
} from "./driver/rotate/rotate-cdc-credentials.ts";
export type { ConnectorResource } from "./kubernetes-api/connector-resource.ts";
export {
  type ConnectorResources,
  createConnectorResources,
} from "./kubernetes-api/connector-resources.ts";
export type { Kubernetes, KubernetesObject, ObjectRef } from "./kubernetes-api/kubernetes.ts";
export { openConnectorResources } from "./kubernetes-api/open-connector-resources.ts";
export {
  type KubernetesConnection,
  openKubernetes,
  type ServerConnection,
} from "./kubernetes-api/open-kubernetes.ts";
export {
  type GlueRun,
  type GlueRunResult,
  type GlueRunWaitOptions,
  startGlueRun,
  waitForGlueRun,
} from "./lake/glue-runs.ts";
export {
  type LakeJobFile,
  type LakeJobSource,
  planLakeSources,
  planTrigger,
} from "./lake/lake-job.ts";
export { lakePrefixes } from "./lake/lake-prefixes.ts";
export { synthMonitoring } from "./monitoring/synth-monitoring.ts";
export { checkAwsPlatform } from "./plan/check-aws-platform.ts";
export type {
  ChangeAction,
  DeployPlan,
  PlannedChange,
  PlanWarning,
  PriceItem,
  RecoveryEstimate,
} from "./plan/deploy-plan.ts";
export type { DeployedTemplates, Unreachable } from "./plan/plan-changes.ts";
export {
  type KubernetesChange,
  type PlanOptions,
  planDeployment,
} from "./plan/plan-deployment.ts";
export type { ColumnFact, PlanFacts, TableFact } from "./plan/plan-facts.ts";
export { renderPlan } from "./plan/render-plan.ts";
export { type InfrastructureTemplates, templatesByStack } from "./plan/template.ts";
export { defaultWorkload, type Workload } from "./plan/workload.ts";
export { readTemplates } from "./synth/read-templates.ts";
export { synthPlatform } from "./synth/synth-platform.ts";
export { type WrittenSynth, writeSynth } from "./synth/write-synth.ts";
export type { SynthFile } from "./synth-file.ts";
export type { SynthInputs } from "./synth-inputs.ts";
