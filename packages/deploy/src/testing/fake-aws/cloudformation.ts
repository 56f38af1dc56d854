import { randomUUID } from "node:crypto";
import { AwsFault } from "./aws-fault.ts";
import { formList, list } from "./protocols.ts";
import {
  checkImports,
  type FakeStack,
  replaces,
  stackEvent,
  startChange,
  startDeletion,
  type World,
} from "./stack-operation.ts";
import { parseTemplate, type Template, validationError } from "./template.ts";

type Form = Readonly<Record<string, unknown>>;

interface ChangeSet {
  readonly name: string;
  readonly type: string;
  readonly template: Template | undefined;
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly changes: readonly unknown[];
  status: string;
  readonly reason: string | undefined;
}

/** AWS answers with 100; fewer here, so that nobody reads the first page only. */
const eventsOfPage = 20;

/** CloudFormation: change sets, operations that take their time, events, policies, exports. */
export function fakeCloudFormation(world: World) {
  const { state, stacks } = world;
  /** Also those that are gone, by id. */
  const byId = new Map<string, FakeStack>();
  const changeSets = new Map<string, ChangeSet>();

  function find(nameOrId: unknown): FakeStack {
    const stack = stacks.get(String(nameOrId)) ?? byId.get(String(nameOrId));
    if (stack !== undefined) return stack;
    throw validationError(`Stack with id ${String(nameOrId)} does not exist`);
  }

  function makeStack(name: string): FakeStack {
    const id = `arn:aws:cloudformation:${state.region}:${state.account}:stack/${name}/${randomUUID()}`;
    const stack: FakeStack = {
      name,
      id,
      status: "REVIEW_IN_PROGRESS",
      template: undefined,
      templateText: "",
      parameters: {},
      physical: new Map(),
      types: new Map(),
      resourceStatus: new Map(),
      outputs: {},
      exports: {},
      events: [],
      policy: undefined,
      terminationProtection: false,
      pending: [],
    };
    stacks.set(name, stack);
    byId.set(id, stack);
    stackEvent(stack, "REVIEW_IN_PROGRESS", "User Initiated");
    return stack;
  }

  function readTemplate(form: Form): string {
    if (typeof form.TemplateBody === "string") {
      if (Buffer.byteLength(form.TemplateBody) > 51_200) {
        throw validationError(
          "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200",
        );
      }
      return form.TemplateBody;
    }
    const [bucket = "", ...key] = new URL(String(form.TemplateURL)).pathname.slice(1).split("/");
    const object = state.s3.buckets.get(bucket)?.get(decodeURIComponent(key.join("/")));
    if (object === undefined) throw validationError("S3 error: The specified key does not exist.");
    return object.toString("utf8");
  }

  function readParameters(form: Form, template: Template): Record<string, string> {
    const given = Object.fromEntries(
      formList(form.Parameters).map((item) => {
        const { ParameterKey, ParameterValue } = item as Record<string, string>;
        return [ParameterKey ?? "", ParameterValue ?? ""];
      }),
    );
    const missing = Object.entries(template.Parameters ?? {})
      .filter(([name, { Default }]) => Default === undefined && !(name in given))
      .map(([name]) => name);
    if (missing.length > 0)
      throw validationError(`Parameters: [${missing.join(", ")}] must have values`);
    const unknown = Object.keys(given).filter((name) => !(name in (template.Parameters ?? {})));
    if (unknown.length > 0)
      throw validationError(`Parameters: [${unknown.join(", ")}] do not exist in the template`);
    return given;
  }

  function advance(stack: FakeStack): void {
    stack.pending.shift()?.();
  }

  const keyOf = (form: Form) => `${find(form.StackName).id}/${String(form.ChangeSetName)}`;
  const findChangeSet = (form: Form) => {
    const changeSet = changeSets.get(keyOf(form));
    if (changeSet !== undefined) return changeSet;
    throw new AwsFault(
      "ChangeSetNotFound",
      `ChangeSet [${String(form.ChangeSetName)}] does not exist`,
      404,
    );
  };

  const operations: Readonly<Record<string, (form: Form) => unknown>> = {
    DescribeStacks(form) {
      const stack = find(form.StackName);
      advance(stack);
      const outputs = Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({
        OutputKey,
        OutputValue,
      }));
      return {
        Stacks: list([
          {
            StackId: stack.id,
            StackName: stack.name,
            CreationTime: new Date(),
            StackStatus: stack.status,
            StackStatusReason: stack.statusReason,
            EnableTerminationProtection: stack.terminationProtection,
            Outputs: list(outputs),
          },
        ]),
      };
    },
    GetTemplate: (form) => ({ TemplateBody: find(form.StackName).templateText }),
    CreateChangeSet(form) {
      const name = String(form.StackName);
      const type = String(form.ChangeSetType ?? "UPDATE");
      const existing = stacks.get(name);
      if (type === "CREATE" && existing !== undefined && existing.status !== "REVIEW_IN_PROGRESS") {
        throw validationError(
          `Stack [${name}] already exists and cannot be created again with the changeSet [${String(form.ChangeSetName)}].`,
        );
      }
      if (type === "UPDATE" && existing === undefined)
        throw validationError(`Stack [${name}] does not exist`);
      if (existing !== undefined && type === "UPDATE" && !/_COMPLETE$/.test(existing.status)) {
        throw validationError(
          `Stack:${existing.id} is in ${existing.status} state and can not be updated.`,
        );
      }
      if (existing?.status === "ROLLBACK_COMPLETE") {
        throw validationError(
          `Stack:${existing.id} is in ROLLBACK_COMPLETE state and can not be updated.`,
        );
      }
      const text = readTemplate(form);
      const template = parseTemplate(text);
      if (
        /"AWS::IAM::/.test(text) &&
        !formList(form.Capabilities).includes("CAPABILITY_NAMED_IAM")
      ) {
        throw new AwsFault(
          "InsufficientCapabilitiesException",
          "Requires capabilities : [CAPABILITY_NAMED_IAM]",
        );
      }
      const parameters = readParameters(form, template);
      const stack = existing ?? makeStack(name);
      const changes = compare(stack, template);
      let reason: string | undefined;
      try {
        checkImports(world, stack, template);
      } catch (error) {
        reason = (error as Error).message;
      }
      const same =
        stack.template !== undefined &&
        JSON.stringify(stack.template) === JSON.stringify(template) &&
        JSON.stringify(stack.parameters) === JSON.stringify(parameters);
      if (same)
        reason =
          "The submitted information didn't contain changes. Submit different information to create a change set.";
      const status = "CREATE_IN_PROGRESS";
      changeSets.set(`${stack.id}/${String(form.ChangeSetName)}`, {
        name,
        type,
        template,
        text,
        parameters,
        changes,
        status,
        reason,
      });
      return { Id: randomUUID(), StackId: stack.id };
    },
    DescribeChangeSet(form) {
      const changeSet = findChangeSet(form);
      const { status } = changeSet;
      // The first look finds it at work.
      changeSet.status = changeSet.reason === undefined ? "CREATE_COMPLETE" : "FAILED";
      return {
        ChangeSetName: form.ChangeSetName,
        Status: status,
        StatusReason: status === "FAILED" ? changeSet.reason : undefined,
        Changes: list(status === "CREATE_COMPLETE" ? changeSet.changes : []),
      };
    },
    ExecuteChangeSet(form) {
      const stack = find(form.StackName);
      const { template, text, parameters, status } = findChangeSet(form);
      if (template === undefined || status !== "CREATE_COMPLETE") {
        throw new AwsFault(
          "InvalidChangeSetStatus",
          `ChangeSet [${String(form.ChangeSetName)}] cannot be executed in its current status of [${status}]`,
        );
      }
      changeSets.delete(keyOf(form));
      // The operation begins a moment later: a look at once still sees the status before.
      stack.pending.push(() => startChange(world, stack, { template, text, parameters }));
      return {};
    },
    DeleteChangeSet(form) {
      if (stacks.has(String(form.StackName))) changeSets.delete(keyOf(form));
      return {};
    },
    DescribeStackEvents(form) {
      const { events } = find(form.StackName);
      // By the last event of the page before: new ones come in front.
      const from = events.findIndex(({ EventId }) => EventId === form.NextToken) + 1;
      const page = events.slice(from, from + eventsOfPage);
      const more = from + page.length < events.length;
      return { StackEvents: list(page), NextToken: more ? page.at(-1)?.EventId : undefined };
    },
    ListStackResources(form) {
      const stack = find(form.StackName);
      const resources = [...stack.types].map(([id, type]) => ({
        LogicalResourceId: id,
        // Named also when it is gone.
        PhysicalResourceId: stack.events.find(
          (event) => event.LogicalResourceId === id && event.PhysicalResourceId !== "",
        )?.PhysicalResourceId,
        ResourceType: type,
        ResourceStatus: stack.resourceStatus.get(id),
        LastUpdatedTimestamp: new Date(),
      }));
      return { StackResourceSummaries: list(resources) };
    },
    SetStackPolicy(form) {
      find(form.StackName).policy = JSON.parse(String(form.StackPolicyBody));
      return {};
    },
    UpdateTerminationProtection(form) {
      find(form.StackName).terminationProtection = form.EnableTerminationProtection === "true";
      return { StackId: find(form.StackName).id };
    },
    DeleteStack(form) {
      const stack = stacks.get(String(form.StackName));
      if (stack === undefined) return {};
      if (stack.terminationProtection) {
        throw validationError(
          `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
        );
      }
      if (stack.status === "REVIEW_IN_PROGRESS") {
        stackEvent(stack, "DELETE_COMPLETE");
        stacks.delete(stack.name);
        return {};
      }
      const retained = formList(form.RetainResources).map(String);
      if (retained.length > 0 && stack.status !== "DELETE_FAILED") {
        throw validationError(
          "Invalid operation on stack: RetainResources can be specified only for stacks in DELETE_FAILED",
        );
      }
      stack.pending.push(() => startDeletion(world, stack, retained));
      return {};
    },
  };
  return operations;
}

function compare(stack: FakeStack, next: Template): unknown[] {
  const old = stack.template?.Resources ?? {};
  const change = (Action: string, id: string, type: string, more: object = {}) => ({
    Type: "Resource",
    ResourceChange: {
      Action,
      LogicalResourceId: id,
      PhysicalResourceId: stack.physical.get(id),
      ResourceType: type,
      ...more,
    },
  });
  const changes = Object.entries(next.Resources).flatMap(([id, resource]) => {
    const before = old[id];
    if (before === undefined) return [change("Add", id, resource.Type)];
    if (JSON.stringify(before) === JSON.stringify(resource)) return [];
    const names = Object.keys({ ...before.Properties, ...resource.Properties }).filter(
      (name) =>
        JSON.stringify(before.Properties?.[name]) !== JSON.stringify(resource.Properties?.[name]),
    );
    const replacement = replaces(before, resource);
    const details = names.map((Name) => ({
      Target: {
        Attribute: "Properties",
        Name,
        RequiresRecreation: replacement ? "Always" : "Never",
      },
      Evaluation: "Static",
    }));
    return [
      change("Modify", id, resource.Type, {
        Replacement: replacement ? "True" : "False",
        Details: list(details),
      }),
    ];
  });
  const removed = Object.entries(old).filter(([id]) => !(id in next.Resources));
  return [...changes, ...removed.map(([id, { Type }]) => change("Remove", id, Type))];
}
