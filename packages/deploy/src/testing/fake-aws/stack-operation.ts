import { randomUUID } from "node:crypto";
import type { FakeState } from "./fake-state.ts";
import { type FakeResource, fakeResources } from "./resources.ts";
import {
  evaluate,
  type Scope,
  type Template,
  type TemplateResource,
  validationError,
  walk,
} from "./template.ts";

export interface StackEvent {
  readonly EventId: string;
  readonly StackName: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
  readonly ResourceType: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string | undefined;
  readonly Timestamp: Date;
}

export interface FakeStack {
  readonly name: string;
  readonly id: string;
  status: string;
  statusReason?: string;
  template: Template | undefined;
  templateText: string;
  parameters: Readonly<Record<string, string>>;
  readonly physical: Map<string, string>;
  /** As they were made: what a change is compared with. */
  readonly types: Map<string, string>;
  readonly resourceStatus: Map<string, string>;
  outputs: Record<string, string>;
  exports: Record<string, string>;
  readonly events: StackEvent[];
  policy:
    | { Statement: { Effect: string; Action: string | string[]; Resource: string | string[] }[] }
    | undefined;
  terminationProtection: boolean;
  /** What is still to happen; one part with each look. */
  readonly pending: (() => void)[];
}

/** What a test wants to go wrong. */
export interface StackFaults {
  /** `STACK/LOGICAL_ID` to the reason with which it fails. */
  readonly failing: Map<string, string>;
  /** Stacks whose rollback fails too. */
  readonly failingRollbacks: Set<string>;
}

export interface World {
  readonly state: FakeState;
  readonly stacks: Map<string, FakeStack>;
  readonly faults: StackFaults;
}

export function addEvent(
  stack: FakeStack,
  id: string,
  type: string,
  status: string,
  reason?: string,
): void {
  stack.events.unshift({
    EventId: randomUUID(),
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: id,
    PhysicalResourceId: stack.physical.get(id) ?? "",
    ResourceType: type,
    ResourceStatus: status,
    ResourceStatusReason: reason,
    Timestamp: new Date(),
  });
  if (type === "AWS::CloudFormation::Stack") stack.status = status;
  else stack.resourceStatus.set(id, status);
}

export function stackEvent(stack: FakeStack, status: string, reason?: string): void {
  addEvent(stack, stack.name, "AWS::CloudFormation::Stack", status, reason);
}

/** Where references of a stack lead now. */
export function scopeOf({ state, stacks }: World, stack: FakeStack): Scope {
  const pseudo: Record<string, string> = {
    "AWS::AccountId": state.account,
    "AWS::Region": state.region,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": stack.name,
    "AWS::StackId": stack.id,
  };
  const parameters = stack.template?.Parameters ?? {};
  return {
    ref: (name) =>
      pseudo[name] ??
      stack.parameters[name] ??
      (parameters[name]?.Default === undefined ? undefined : String(parameters[name].Default)) ??
      stack.physical.get(name),
    attribute(id, name) {
      const physical = stack.physical.get(id) ?? id;
      const resource = fakeResources[stack.template?.Resources[id]?.Type ?? ""];
      return resource?.attribute?.(physical, name, state) ?? `${physical}.${name}`;
    },
    importValue(name) {
      for (const other of stacks.values()) {
        if (name in other.exports) return other.exports[name] ?? "";
      }
      throw validationError(`No export named ${name} found.`);
    },
  };
}

/** Every export that a template imports must be there. */
export function checkImports(world: World, stack: FakeStack, template: Template): void {
  walk(template, (name, argument) => {
    if (name !== "Fn::ImportValue") return;
    const scope = scopeOf(world, stack);
    scope.importValue(String(evaluate(argument, scope)));
  });
}

function resourceOf(type: string): FakeResource {
  return fakeResources[type] ?? { create: (_, __, id) => `${id}-${randomUUID().slice(0, 8)}` };
}

/** In the order in which references want them. */
function ordered(template: Template): [string, TemplateResource][] {
  const entries = Object.entries(template.Resources);
  const done = new Set<string>();
  const result: [string, TemplateResource][] = [];
  const add = (id: string, resource: TemplateResource) => {
    if (done.has(id)) return;
    done.add(id);
    walk(resource.Properties, (name, argument) => {
      const target =
        name === "Ref" ? String(argument) : Array.isArray(argument) ? String(argument[0]) : "";
      const found = template.Resources[target];
      if (found !== undefined) add(target, found);
    });
    result.push([id, resource]);
  };
  for (const [id, resource] of entries) add(id, resource);
  return result;
}

/** Does a creation or update in parts, each with one look at the stack. */
export function startChange(
  world: World,
  stack: FakeStack,
  next: { template: Template; text: string; parameters: Readonly<Record<string, string>> },
): void {
  const creating = stack.template === undefined;
  const verb = creating ? "CREATE" : "UPDATE";
  const before = {
    template: stack.template,
    text: stack.templateText,
    parameters: stack.parameters,
  };
  stackEvent(stack, `${verb}_IN_PROGRESS`, "User Initiated");
  Object.assign(stack, {
    template: next.template,
    templateText: next.text,
    parameters: next.parameters,
  });
  const made: string[] = [];
  stack.pending.push(() => {
    for (const [id, resource] of ordered(next.template)) {
      const old = before.template?.Resources[id];
      if (old !== undefined && JSON.stringify(old) === JSON.stringify(resource)) continue;
      const action = old === undefined ? "CREATE" : "UPDATE";
      addEvent(stack, id, resource.Type, `${action}_IN_PROGRESS`);
      const reason =
        world.faults.failing.get(`${stack.name}/${id}`) ?? denied(stack, id, old, resource);
      try {
        if (reason !== undefined) throw new Error(reason);
        const properties = evaluate(resource.Properties ?? {}, scopeOf(world, stack)) as Record<
          string,
          unknown
        >;
        if (old === undefined) {
          stack.physical.set(
            id,
            resourceOf(resource.Type).create(world.state, properties, `${stack.name}-${id}`),
          );
          stack.types.set(id, resource.Type);
          made.push(id);
        }
        addEvent(stack, id, resource.Type, `${action}_COMPLETE`);
      } catch (error) {
        addEvent(stack, id, resource.Type, `${action}_FAILED`, (error as Error).message);
        const other = ordered(next.template).find(
          ([each]) => !stack.physical.has(each) && each !== id,
        );
        if (other !== undefined) {
          addEvent(
            stack,
            other[0],
            other[1].Type,
            `${action}_FAILED`,
            `Resource ${action === "CREATE" ? "creation" : "update"} cancelled`,
          );
        }
        rollBack(world, stack, { creating, made, before });
        return;
      }
    }
    stack.pending.push(() => complete(world, stack, verb, before.template));
  });
}

function denied(
  { policy }: FakeStack,
  id: string,
  old: TemplateResource | undefined,
  next: TemplateResource,
): string | undefined {
  if (old === undefined || !replaces(old, next)) return undefined;
  const refused = policy?.Statement.some(
    ({ Effect, Action, Resource }) =>
      Effect === "Deny" &&
      [Action].flat().includes("Update:Replace") &&
      [Resource].flat().some((each) => each === `LogicalResourceId/${id}` || each === "*"),
  );
  return refused
    ? "Action denied by stack policy: Statement [#2] does not allow [Update:Replace]"
    : undefined;
}

/** Whether a property that cannot be changed in place is another one. */
export function replaces(old: TemplateResource, next: TemplateResource): boolean {
  return (fakeResources[next.Type]?.replacing ?? []).some(
    (name) => JSON.stringify(old.Properties?.[name]) !== JSON.stringify(next.Properties?.[name]),
  );
}

function complete(
  world: World,
  stack: FakeStack,
  verb: string,
  before: Template | undefined,
): void {
  for (const id of Object.keys(before?.Resources ?? {})) {
    if (id in (stack.template?.Resources ?? {})) continue;
    removeResource(world, stack, id, before?.Resources[id]?.DeletionPolicy);
  }
  const scope = scopeOf(world, stack);
  stack.outputs = {};
  stack.exports = {};
  for (const [key, { Value, Export }] of Object.entries(stack.template?.Outputs ?? {})) {
    const value = String(evaluate(Value, scope));
    stack.outputs[key] = value;
    if (Export !== undefined) stack.exports[String(evaluate(Export.Name, scope))] = value;
  }
  stackEvent(stack, `${verb}_COMPLETE`);
}

interface RollBack {
  readonly creating: boolean;
  readonly made: readonly string[];
  readonly before: {
    template: Template | undefined;
    text: string;
    parameters: Readonly<Record<string, string>>;
  };
}

function rollBack(world: World, stack: FakeStack, { creating, made, before }: RollBack): void {
  const failed = "The following resource(s) failed to create or update";
  stackEvent(stack, creating ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS", failed);
  stack.pending.push(() => {
    if (world.faults.failingRollbacks.has(stack.name)) {
      stackEvent(
        stack,
        creating ? "ROLLBACK_FAILED" : "UPDATE_ROLLBACK_FAILED",
        "a resource did not roll back",
      );
      return;
    }
    for (const id of made) removeResource(world, stack, id, undefined);
    // The template of a creation that was rolled back is still answered by GetTemplate.
    if (!creating) {
      Object.assign(stack, {
        template: before.template,
        templateText: before.text,
        parameters: before.parameters,
      });
    }
    stackEvent(stack, creating ? "ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE");
  });
}

/** Deletes one resource as its policy says. Throws where the service refuses. */
function removeResource(
  world: World,
  stack: FakeStack,
  id: string,
  policy: string | undefined,
): void {
  const type = stack.types.get(id) ?? "";
  const physical = stack.physical.get(id);
  if (physical === undefined) return;
  if (policy?.startsWith("Retain")) {
    addEvent(stack, id, type, "DELETE_SKIPPED");
    stack.physical.delete(id);
    return;
  }
  const resource = resourceOf(type);
  // The snapshot comes with the deletion: a refused one leaves none.
  resource.remove?.(world.state, physical);
  if (policy === "Snapshot") resource.snapshot?.(world.state, physical);
  addEvent(stack, id, type, "DELETE_COMPLETE");
  stack.physical.delete(id);
}

/** Deletes a stack in parts. */
export function startDeletion(world: World, stack: FakeStack, retained: readonly string[]): void {
  stackEvent(stack, "DELETE_IN_PROGRESS", "User Initiated");
  stack.pending.push(() => {
    for (const name of Object.keys(stack.exports)) {
      const user = [...world.stacks.values()].find(
        (other) =>
          other !== stack &&
          other.status !== "DELETE_COMPLETE" &&
          other.templateText.includes(name),
      );
      if (user === undefined) continue;
      stackEvent(
        stack,
        "DELETE_FAILED",
        `Cannot delete export ${name} as it is in use by ${user.name}.`,
      );
      return;
    }
    for (const [id, resource] of ordered(stack.template ?? { Resources: {} }).toReversed()) {
      if (retained.includes(id)) continue;
      const reason = world.faults.failing.get(`${stack.name}/${id}`);
      try {
        if (reason !== undefined) throw new Error(reason);
        removeResource(world, stack, id, resource.DeletionPolicy);
      } catch (error) {
        addEvent(stack, id, resource.Type, "DELETE_FAILED", (error as Error).message);
        stackEvent(stack, "DELETE_FAILED", `The following resource(s) failed to delete: [${id}].`);
        return;
      }
    }
    stack.pending.push(() => {
      stackEvent(stack, "DELETE_COMPLETE");
      stack.exports = {};
      world.stacks.delete(stack.name);
    });
  });
}
