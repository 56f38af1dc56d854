import type { ChangeAction, PlannedChange, PlanWarning } from "./deploy-plan.ts";
import { growOnlyProperties, replacingProperties, statefulTypes } from "./replacing-properties.ts";
import {
  type InfrastructureTemplates,
  isObject,
  numberAt,
  propertyAt,
  readResources,
  sameJson,
  type Template,
  type TemplateResource,
} from "./template.ts";

/** What is deployed: each stack's template, undefined where there is no such stack. */
export type DeployedTemplates = Readonly<Record<string, Template | undefined>>;

/** Why nothing is known of what is deployed. */
export interface Unreachable {
  readonly unreachable: string;
}

export function isUnreachable(value: object | undefined): value is Unreachable {
  return isObject(value) && typeof value.unreachable === "string";
}

/** Every AWS resource that deploy makes, changes or destroys, stack by stack. */
export function planAwsChanges(
  templates: InfrastructureTemplates,
  deployed: DeployedTemplates | Unreachable,
): PlannedChange[] {
  return Object.entries(templates).flatMap(([stack, template]) => {
    const wanted = readResources(stack, template);
    if (isUnreachable(deployed)) return wanted.map((resource) => change("create", resource, null));
    return compareStack(wanted, readResources(stack, deployed[stack]));
  });
}

function compareStack(
  wanted: readonly TemplateResource[],
  present: readonly TemplateResource[],
): PlannedChange[] {
  const byId = new Map(present.map((resource) => [resource.id, resource]));
  const ids = new Set(wanted.map(({ id }) => id));
  const changes = wanted.flatMap((resource) => {
    const old = byId.get(resource.id);
    if (old === undefined) return [change("create", resource)];
    const found = compareResource(resource, old);
    return found === undefined ? [] : [found];
  });
  const destroyed = present
    .filter(({ id }) => !ids.has(id))
    .map((resource) => change("destroy", resource));
  return [...withDependents(changes, wanted), ...destroyed];
}

function compareResource(
  wanted: TemplateResource,
  old: TemplateResource,
): PlannedChange | undefined {
  const names = new Set([...Object.keys(wanted.properties), ...Object.keys(old.properties)]);
  const properties = [...names].filter(
    (name) => !sameJson(wanted.properties[name], old.properties[name]),
  );
  // CloudFormation refuses another type under the same logical id unless it replaces the resource.
  if (wanted.type !== old.type) return change("replace", wanted, "deployed template", ["Type"]);
  if (wanted.deletionPolicy !== old.deletionPolicy) properties.push("DeletionPolicy");
  if (properties.length === 0) return undefined;
  const differs = (path: string) =>
    !sameJson(propertyAt(wanted.properties, path), propertyAt(old.properties, path));
  const rules = replacingProperties[wanted.type];
  // A description or tags of an unknown type replace nothing, but which do is not known.
  let action: ChangeAction = rules === undefined ? "may-replace" : "update";
  if (rules?.sometimes.some(differs)) action = "may-replace";
  if (rules?.always.some(differs)) action = "replace";
  const onlyTags = properties.every((name) => name === "Tags" || name === "DeletionPolicy");
  if (onlyTags) action = "update";
  return change(action, wanted, "deployed template", properties.sort());
}

/** A replaced resource has a new id: what is bound to the old one for life is replaced with it. */
function withDependents(
  changes: readonly PlannedChange[],
  wanted: readonly TemplateResource[],
): PlannedChange[] {
  const byName = new Map(changes.map((found) => [found.name, found]));
  const replaced = changes.filter(({ action }) => action === "replace").map(({ name }) => name);
  for (let next = replaced.pop(); next !== undefined; next = replaced.pop()) {
    for (const resource of wanted) {
      const bound = (replacingProperties[resource.type]?.always ?? []).filter((path) =>
        refersTo(propertyAt(resource.properties, path), next),
      );
      const action = byName.get(resource.id)?.action;
      if (bound.length === 0 || action === "create" || action === "replace") continue;
      const properties = [...new Set([...(byName.get(resource.id)?.properties ?? []), ...bound])];
      const note = `refers to ${next}, which is replaced`;
      byName.set(resource.id, {
        ...change("replace", resource, "deployed template", properties.sort()),
        note,
      });
      replaced.push(resource.id);
    }
  }
  return wanted.flatMap(({ id }) => byName.get(id) ?? []);
}

function refersTo(value: unknown, id: string): boolean {
  if (typeof value === "string") return value.includes(`\${${id}}`) || value.includes(`\${${id}.`);
  if (Array.isArray(value)) return value.some((item) => refersTo(item, id));
  if (!isObject(value)) return false;
  const target = value["Fn::GetAtt"];
  if (value.Ref === id || (Array.isArray(target) && target[0] === id)) return true;
  return Object.values(value).some((child) => refersTo(child, id));
}

function change(
  action: ChangeAction,
  { stack, id, type, deletionPolicy }: TemplateResource,
  comparedWith: PlannedChange["comparedWith"] = "deployed template",
  properties: readonly string[] = [],
): PlannedChange {
  const kept = action === "destroy" && deletionPolicy !== undefined && deletionPolicy !== "Delete";
  const note = kept ? `leaves the stack; DeletionPolicy ${deletionPolicy} keeps its data` : null;
  return { action, kind: "aws", where: stack, name: id, type, properties, comparedWith, note };
}

/** Data that a change would take away, sizes that cannot shrink, and stacks nobody compared. */
export function warnOfChanges(
  changes: readonly PlannedChange[],
  templates: InfrastructureTemplates,
  deployed: DeployedTemplates | Unreachable,
): PlanWarning[] {
  if (isUnreachable(deployed)) {
    return [
      {
        code: "DEPLOYED_UNREACHABLE",
        message: `what is deployed could not be read (${deployed.unreachable}): every resource is shown as new`,
        remedy: "plan again with credentials that may call cloudformation:GetTemplate",
      },
    ];
  }
  return [...changes.flatMap(warnOfLoss), ...warnOfShrinking(templates, deployed)];
}

function warnOfLoss({ action, where, name, type, properties, note }: PlannedChange): PlanWarning[] {
  const lost = statefulTypes[type];
  if (lost === undefined || !["destroy", "replace", "may-replace"].includes(action)) return [];
  const verb = { destroy: "is destroyed", replace: "is replaced" }[action as string];
  const cause = properties.length === 0 ? "" : ` because of ${properties.join(", ")}`;
  return [
    {
      code: action === "may-replace" ? "DATA_MAY_BE_REPLACED" : "DATA_REPLACED_OR_DESTROYED",
      message: `${type} ${name} of ${where} ${verb ?? "may be replaced"}${cause}, and with it ${lost}${note === null ? "" : ` (${note})`}`,
      remedy:
        "take the change back in the spec, or make a snapshot first and deploy with that in mind",
    },
  ];
}

function warnOfShrinking(
  templates: InfrastructureTemplates,
  deployed: DeployedTemplates,
): PlanWarning[] {
  return Object.entries(templates).flatMap(([stack, template]) => {
    const present = new Map(
      readResources(stack, deployed[stack]).map((found) => [found.id, found]),
    );
    return readResources(stack, template).flatMap(({ id, type, properties }) =>
      (growOnlyProperties[type] ?? []).flatMap((path) => {
        const before = numberAt(present.get(id)?.properties, path);
        const after = numberAt(properties, path);
        if (before === undefined || after === undefined || after >= before) return [];
        return [
          {
            code: "SHRINK_REFUSED",
            message: `${type} ${id} of ${stack} has ${path} ${before}, and AWS does not make it smaller (${after})`,
            remedy: `keep at least ${before} in the spec`,
          },
        ];
      }),
    );
  });
}
