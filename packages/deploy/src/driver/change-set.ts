import { randomUUID } from "node:crypto";
import { WeirError } from "@weir/core";
import type { ChangeSetRequest } from "../aws/cloudformation.ts";
import type { DriverContext } from "./deploy-step.ts";
import { planStackChange, type StackChange } from "./stack-change.ts";
import { waitUntil } from "./wait-until.ts";

// CloudFormation has no code for it, only these words.
const nothingToDo = /didn't contain changes|no updates are to be performed/i;

export interface PreparedChange extends StackChange {
  /** Undefined where there is nothing to do; the change set is deleted then. */
  readonly changeSetName: string | undefined;
}

/**
 * Lets CloudFormation work out what a template would change; executes nothing.
 *
 * @throws WeirError DEPLOY_FAILED where CloudFormation refuses the template
 */
export async function prepareChange(
  { aws, timing, signal }: Pick<DriverContext, "aws" | "timing" | "signal">,
  request: Omit<ChangeSetRequest, "changeSetName" | "clientToken">,
): Promise<PreparedChange> {
  const { stackName } = request;
  const token = randomUUID();
  const changeSetName = `weir-${token}`;
  await aws.cloudFormation.createChangeSet({ ...request, changeSetName, clientToken: token });
  const ended = await waitUntil(
    async () => {
      const changeSet = await aws.cloudFormation.describeChangeSet(stackName, changeSetName);
      const working = changeSet === undefined || /_(PENDING|IN_PROGRESS)$/.test(changeSet.status);
      return working ? undefined : changeSet;
    },
    { what: `the change set of ${stackName}`, deadlineMs: 600_000, timing, signal },
  );
  if (ended.status === "CREATE_COMPLETE") {
    return { changeSetName, ...planStackChange(stackName, ended.changes) };
  }
  await aws.cloudFormation.deleteChangeSet(stackName, changeSetName);
  const reason = ended.statusReason ?? "no reason given";
  if (nothingToDo.test(reason)) return { changeSetName: undefined, changes: [], dangerous: [] };
  throw new WeirError(
    "DEPLOY_FAILED",
    `CloudFormation refuses the template of ${stackName}: ${reason}`,
    {
      remedy: "nothing was changed; mend what the reason names, then deploy again",
      details: { stack: stackName, reason },
    },
  );
}

/** Refuses what would take data away, unless each of it is allowed by its logical id. */
export function assertNoDataLoss(
  stackName: string,
  { dangerous }: StackChange,
  allowed: ReadonlySet<string>,
): void {
  const refused = dangerous.filter(({ logicalId }) => !allowed.has(logicalId));
  if (refused.length === 0) return;
  const verbs = { replace: "replaced", "may-replace": "perhaps replaced", destroy: "deleted" };
  const lines = refused.map(({ logicalId, type, action, properties, loses }) => {
    const cause = properties.length === 0 ? "" : ` because of ${properties.join(", ")}`;
    return `${type} ${logicalId} would be ${verbs[action]}${cause}, and with it ${loses}`;
  });
  throw new WeirError(
    "DEPLOY_REPLACEMENT_REFUSED",
    `the change of ${stackName} takes data away:\n${lines.join("\n")}`,
    {
      remedy: `nothing was changed; take the change of the spec back, or back up and allow it with ${refused.map(({ logicalId }) => `--allow-replacement ${logicalId}`).join(" ")}`,
      details: { stack: stackName, refused },
    },
  );
}
