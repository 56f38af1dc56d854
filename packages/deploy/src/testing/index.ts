export { synthManifests } from "../kubernetes/synth-manifests.ts";
export { type FakeAws, startFakeAws } from "./fake-aws/start-fake-aws.ts";
export { type FakeGlueJob, type FakeGlueRuns, startFakeGlueRuns } from "./fake-glue-runs.ts";
export {
  type FakeOperators,
  fakeGtid,
  type OperatorBehaviour,
  startFakeOperators,
} from "./fake-operators.ts";
export {
  checkLocalMetrics,
  notLocalMetrics,
  type UsedMetric,
  usedMetrics,
} from "./local-metrics.ts";
export { createMemoryKubernetes, type MemoryKubernetes } from "./memory-kubernetes.ts";
