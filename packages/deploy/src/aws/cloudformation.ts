import type {
  Change,
  Stack,
  StackEvent,
  StackResourceSummary,
} from "@aws-sdk/client-cloudformation";
import { type AwsOptions, awsService, clientConfig } from "./aws-service.ts";

export type { Change, Stack, StackEvent, StackResourceSummary };

export interface ChangeSetRequest {
  readonly stackName: string;
  readonly changeSetName: string;
  readonly type: "CREATE" | "UPDATE";
  readonly template: { readonly body: string } | { readonly url: string };
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Makes a request that is sent twice one. */
  readonly clientToken: string;
}

export interface ChangeSet {
  readonly status: string;
  readonly statusReason: string | undefined;
  readonly changes: readonly Change[];
}

// What DescribeStacks and its relatives answer where there is none.
const missing = ["ValidationError", "StackNotFoundException"];
const noStack = /does not exist|Stack with id/i;

/** The operations on stacks that deploying by change sets needs. */
export function openCloudFormation(options: AwsOptions) {
  const service = awsService("cloudformation", options, async () => {
    const sdk = await import("@aws-sdk/client-cloudformation");
    return { sdk, client: new sdk.CloudFormationClient(clientConfig(options)) };
  });
  /** A stack that is not there is an answer; every other validation error is one. */
  async function unlessNoStack<Output>(run: () => Promise<Output>): Promise<Output | undefined> {
    try {
      return await run();
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (cause instanceof Error && missing.includes(cause.name) && noStack.test(cause.message)) {
        return undefined;
      }
      throw error;
    }
  }

  return {
    /** Undefined where no stack has this name. A deleted one is found by its id only. */
    describeStack: (nameOrId: string): Promise<Stack | undefined> =>
      unlessNoStack(() =>
        service.call("DescribeStacks", async ({ sdk, client }, send) => {
          const command = new sdk.DescribeStacksCommand({ StackName: nameOrId });
          return (await client.send(command, send)).Stacks?.[0];
        }),
      ),

    /** The template as it was given, undefined where there is no such stack. */
    getTemplate: (stackName: string): Promise<string | undefined> =>
      unlessNoStack(() =>
        service.call("GetTemplate", async ({ sdk, client }, send) => {
          const command = new sdk.GetTemplateCommand({
            StackName: stackName,
            TemplateStage: "Original",
          });
          return (await client.send(command, send)).TemplateBody;
        }),
      ),

    createChangeSet: (request: ChangeSetRequest): Promise<void> =>
      service.call("CreateChangeSet", async ({ sdk, client }, send) => {
        const { template } = request;
        await client.send(
          new sdk.CreateChangeSetCommand({
            StackName: request.stackName,
            ChangeSetName: request.changeSetName,
            ChangeSetType: request.type,
            ClientToken: request.clientToken,
            // Roles carry names: adopted and made ones are told apart by them.
            Capabilities: ["CAPABILITY_NAMED_IAM"],
            ...("body" in template
              ? { TemplateBody: template.body }
              : { TemplateURL: template.url }),
            Parameters: Object.entries(request.parameters).map(([key, value]) => ({
              ParameterKey: key,
              ParameterValue: value,
            })),
            Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
          }),
          send,
        );
      }),

    /** With all pages of its changes. Undefined where it is gone. */
    describeChangeSet: (stackName: string, changeSetName: string): Promise<ChangeSet | undefined> =>
      service.callOptional(
        "DescribeChangeSet",
        ["ChangeSetNotFoundException", "ChangeSetNotFound"],
        async ({ sdk, client }, send) => {
          const changes: Change[] = [];
          for (let token: string | undefined; ; ) {
            const page = await client.send(
              new sdk.DescribeChangeSetCommand({
                StackName: stackName,
                ChangeSetName: changeSetName,
                ...(token === undefined ? {} : { NextToken: token }),
              }),
              send,
            );
            changes.push(...(page.Changes ?? []));
            token = page.NextToken;
            if (token === undefined) {
              return { status: page.Status ?? "", statusReason: page.StatusReason, changes };
            }
          }
        },
      ),

    executeChangeSet: (stackName: string, changeSetName: string, clientToken: string) =>
      service.call("ExecuteChangeSet", async ({ sdk, client }, send): Promise<void> => {
        await client.send(
          new sdk.ExecuteChangeSetCommand({
            StackName: stackName,
            ChangeSetName: changeSetName,
            ClientRequestToken: clientToken,
            // A creation that is rolled back leaves nothing behind that would collide with the next.
            RetainExceptOnCreate: true,
          }),
          send,
        );
      }),

    deleteChangeSet: (stackName: string, changeSetName: string): Promise<void> =>
      service.call("DeleteChangeSet", async ({ sdk, client }, send) => {
        const command = new sdk.DeleteChangeSetCommand({
          StackName: stackName,
          ChangeSetName: changeSetName,
        });
        await client.send(command, send);
      }),

    /** The newest event; the history of a stack may be many pages. */
    latestStackEvent: (nameOrId: string): Promise<StackEvent | undefined> =>
      service.call("DescribeStackEvents", async ({ sdk, client }, send) => {
        const command = new sdk.DescribeStackEventsCommand({ StackName: nameOrId });
        return (await client.send(command, send)).StackEvents?.[0];
      }),

    /** Events, newest first, up to but not including the one with this id. */
    describeStackEvents: (nameOrId: string, untilEventId?: string): Promise<StackEvent[]> =>
      service.call("DescribeStackEvents", async ({ sdk, client }, send) => {
        const events: StackEvent[] = [];
        for (let token: string | undefined; ; ) {
          const page = await client.send(
            new sdk.DescribeStackEventsCommand({
              StackName: nameOrId,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
            send,
          );
          for (const event of page.StackEvents ?? []) {
            if (event.EventId === untilEventId) return events;
            events.push(event);
          }
          token = page.NextToken;
          if (token === undefined) return events;
        }
      }),

    listStackResources: (stackName: string): Promise<StackResourceSummary[]> =>
      service.call("ListStackResources", async ({ sdk, client }, send) => {
        const resources: StackResourceSummary[] = [];
        for (let token: string | undefined; ; ) {
          const page = await client.send(
            new sdk.ListStackResourcesCommand({
              StackName: stackName,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
            send,
          );
          resources.push(...(page.StackResourceSummaries ?? []));
          token = page.NextToken;
          if (token === undefined) return resources;
        }
      }),

    setStackPolicy: (stackName: string, policy: object): Promise<void> =>
      service.call("SetStackPolicy", async ({ sdk, client }, send) => {
        const command = new sdk.SetStackPolicyCommand({
          StackName: stackName,
          StackPolicyBody: JSON.stringify(policy),
        });
        await client.send(command, send);
      }),

    setTerminationProtection: (stackName: string, enabled: boolean): Promise<void> =>
      service.call("UpdateTerminationProtection", async ({ sdk, client }, send) => {
        const command = new sdk.UpdateTerminationProtectionCommand({
          StackName: stackName,
          EnableTerminationProtection: enabled,
        });
        await client.send(command, send);
      }),

    /** `retain` names what stays, possible for a stack in DELETE_FAILED only. */
    deleteStack: (stackName: string, clientToken: string, retain?: readonly string[]) =>
      service.call("DeleteStack", async ({ sdk, client }, send): Promise<void> => {
        await client.send(
          new sdk.DeleteStackCommand({
            StackName: stackName,
            ClientRequestToken: clientToken,
            ...(retain === undefined ? {} : { RetainResources: [...retain] }),
          }),
          send,
        );
      }),

    close: service.close,
  };
}

export type CloudFormation = ReturnType<typeof openCloudFormation>;
