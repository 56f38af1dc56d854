import type { Change } from "../aws/cloudformation.ts";
import { statefulTypes } from "../plan/replacing-properties.ts";
import type { StepChange } from "./deploy-step.ts";

/** What a change set would do, and what of it takes data away. */
export interface StackChange {
  readonly changes: readonly StepChange[];
  /** Replacements and removals of resources that hold data. */
  readonly dangerous: readonly DangerousChange[];
}

export interface DangerousChange {
  readonly logicalId: string;
  readonly type: string;
  readonly action: "replace" | "may-replace" | "destroy";
  /** Properties that cause it. */
  readonly properties: readonly string[];
  /** What would be lost. */
  readonly loses: string;
}

const actions: Readonly<Record<string, StepChange["action"]>> = {
  Add: "create",
  Import: "create",
  Modify: "update",
  Remove: "destroy",
  Dynamic: "may-replace",
};

/**
 * Reads a change set. Pure. "Conditional" replacements of data count as dangerous: CloudFormation
 * decides while it runs, when it is too late to say no.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
 */
export function planStackChange(stackName: string, changes: readonly Change[]): StackChange {
  const planned: StepChange[] = [];
  const dangerous: DangerousChange[] = [];
  for (const { ResourceChange: change } of changes) {
    if (change === undefined) continue;
    const type = change.ResourceType ?? "";
    const logicalId = change.LogicalResourceId ?? "";
    let action = actions[change.Action ?? ""] ?? "update";
    if (change.Action === "Modify" && change.Replacement === "True") action = "replace";
    if (change.Action === "Modify" && change.Replacement === "Conditional") action = "may-replace";
    planned.push({ action, where: stackName, kind: type, name: logicalId });
    const loses = statefulTypes[type];
    if (loses === undefined || action === "create" || action === "update") continue;
    const causes = (change.Details ?? []).flatMap(({ Target }) =>
      Target?.RequiresRecreation === undefined || Target.RequiresRecreation === "Never"
        ? []
        : [Target.Name ?? Target.Attribute ?? ""],
    );
    dangerous.push({ logicalId, type, action, properties: [...new Set(causes)].sort(), loses });
  }
  return { changes: planned, dangerous };
}

interface TemplateResources {
  readonly Resources?: Readonly<Record<string, { readonly Type?: string }>>;
}

/** Logical ids of what holds data in a template, sorted. */
export function statefulIds(template: TemplateResources): string[] {
  return Object.entries(template.Resources ?? {})
    .filter(([, { Type = "" }]) => Type in statefulTypes)
    .map(([id]) => id)
    .sort();
}

/**
 * Stack policy: CloudFormation itself refuses to replace or delete these, whoever asks.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
 */
export function stackPolicy(protectedIds: readonly string[]): object {
  const all = { Effect: "Allow", Action: "Update:*", Principal: "*", Resource: "*" };
  if (protectedIds.length === 0) return { Statement: [all] };
  const deny = {
    Effect: "Deny",
    Action: ["Update:Replace", "Update:Delete"],
    Principal: "*",
    Resource: protectedIds.map((id) => `LogicalResourceId/${id}`),
  };
  return { Statement: [all, deny] };
}
