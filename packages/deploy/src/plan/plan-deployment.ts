import type { AwsPlatform } from "../aws-platform.ts";
import type { DeployPlan, PlannedChange, PlanWarning } from "./deploy-plan.ts";
import {
  type DeployedTemplates,
  isUnreachable,
  planAwsChanges,
  type Unreachable,
  warnOfChanges,
} from "./plan-changes.ts";
import type { PlanFacts } from "./plan-facts.ts";
import { planMonthlyPrice } from "./plan-price.ts";
import { planRecovery } from "./plan-recovery.ts";
import { listPrices, type PriceTable } from "./prices.ts";
import { warnOfSchemaSize } from "./schema-size.ts";
import type { InfrastructureTemplates } from "./template.ts";
import { warnOfKafka } from "./warn-of-kafka.ts";
import { warnOfOperations, warnOfPrices } from "./warn-of-operations.ts";
import { warnOfSources } from "./warn-of-sources.ts";
import { defaultWorkload, type Workload } from "./workload.ts";

/** What a server-side dry run says of one Kubernetes object. */
export interface KubernetesChange {
  readonly action: "create" | "update" | "destroy";
  readonly kind: string;
  /** Empty for objects of the whole cluster. */
  readonly namespace: string;
  readonly name: string;
}

export interface PlanOptions {
  /** What `synth` made, by stack name. */
  readonly templates: InfrastructureTemplates;
  /** What stands in the account, by stack name, or why nobody could look. */
  readonly deployed: DeployedTemplates | Unreachable;
  /** What a dry run says, or why there was none; nothing of Kubernetes where absent. */
  readonly kubernetes?: readonly KubernetesChange[] | Unreachable;
  /** What is known of the source's tables. */
  readonly facts?: PlanFacts;
  readonly workload?: Partial<Workload>;
  readonly prices?: PriceTable;
}

/** What deploy would do, what it costs, how it recovers, what to think of before. Pure. */
export function planDeployment(platform: AwsPlatform, options: PlanOptions): DeployPlan {
  const { templates, deployed, facts, prices = listPrices } = options;
  const workload = { ...defaultWorkload, ...options.workload };
  const changes = planAwsChanges(templates, deployed);
  const { total, items, unknown } = planMonthlyPrice(platform, templates, { prices, workload });
  return {
    changes: [...changes, ...kubernetesChanges(options.kubernetes)],
    monthlyUsd: { total, items },
    recovery: planRecovery(platform),
    warnings: [
      ...warnOfChanges(changes, templates, deployed),
      ...warnOfKubernetes(options.kubernetes),
      ...warnOfSources(platform, workload, facts),
      ...warnOfSchemaSize(facts),
      ...warnOfKafka(platform, workload),
      ...warnOfOperations(platform, workload),
      ...warnOfPrices(platform, unknown),
    ],
  };
}

function kubernetesChanges(found: PlanOptions["kubernetes"]): PlannedChange[] {
  if (found === undefined || isUnreachable(found)) return [];
  return found.map(({ action, kind, namespace, name }) => ({
    action,
    kind: "kubernetes",
    where: namespace,
    name,
    type: kind,
    properties: [],
    comparedWith: "cluster",
    note: null,
  }));
}

function warnOfKubernetes(found: PlanOptions["kubernetes"]): PlanWarning[] {
  if (!isUnreachable(found)) return [];
  return [
    {
      code: "KUBERNETES_UNREACHABLE",
      message: `what changes in Kubernetes is not known: ${found.unreachable}`,
      remedy: "plan again from where the API can be reached; weir synth shows the manifests",
    },
  ];
}
