/** What `weir plan` answers; `-o json` prints exactly this. */
export interface DeployPlan {
  readonly changes: readonly PlannedChange[];
  readonly monthlyUsd: { readonly total: number; readonly items: readonly PriceItem[] };
  readonly recovery: readonly RecoveryEstimate[];
  readonly warnings: readonly PlanWarning[];
}

export type ChangeAction = "create" | "update" | "may-replace" | "replace" | "destroy";

/** One resource that deploy makes, changes or destroys. */
export interface PlannedChange {
  readonly action: ChangeAction;
  readonly kind: "aws" | "kubernetes";
  /** CloudFormation stack, or Kubernetes namespace (empty for objects of the whole cluster). */
  readonly where: string;
  /** Logical id in the template, or name of the object. */
  readonly name: string;
  /** Such as `AWS::MSK::Cluster` or `KafkaConnector`. */
  readonly type: string;
  /** Properties that differ, sorted; empty where the whole resource comes or goes. */
  readonly properties: readonly string[];
  /** What stood against the new one; null where nothing could be read. */
  readonly comparedWith: "deployed template" | "cluster" | null;
  readonly note: string | null;
}

/** What one component costs in a month of 730 hours. */
export interface PriceItem {
  readonly component: string;
  readonly usd: number;
  readonly assumption: string;
}

/** How long rows stand still after a fault, at worst, and how that is reckoned. */
export interface RecoveryEstimate {
  readonly fault: string;
  readonly seconds: number;
  readonly arithmetic: string;
}

export interface PlanWarning {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}
