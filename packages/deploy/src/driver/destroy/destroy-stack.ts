import { randomUUID } from "node:crypto";
import type { DriverContext } from "../deploy-step.ts";
import { followStack, stackFailure } from "../follow-stack.ts";
import { followEvents } from "../stack-events.ts";
import { stackState } from "../stack-status.ts";
import type { Kept } from "./destroy.ts";
import type { DestroyedResource, DestroyedStack } from "./plan-destroy.ts";

const deadlineMs = 120 * 60_000;

/** Deletes one stack; protection is taken off only what goes. @returns what it leaves behind */
export async function destroyStack(
  context: DriverContext,
  stack: DestroyedStack,
  { withData }: { readonly withData: boolean },
): Promise<Kept[]> {
  const { aws, report } = context;
  const { cloudFormation } = aws;
  const { stackName, stackId } = stack;
  if (stackState(stack.status) === "busy") {
    report(`stack ${stackName} is ${stack.status}; waiting for its end`);
    const follower = await followEvents(cloudFormation, stackId, { fromNow: true });
    await followStack(context, stackId, follower, { deadlineMs, resources: 1, mustStart: false });
  }
  const snapshots = await prepare(context, stack, withData);
  if (stack.terminationProtection) await cloudFormation.setTerminationProtection(stackName, false);
  const follower = await followEvents(cloudFormation, stackId, { fromNow: true });
  report(`stack ${stackName}: ${stack.resources.length} resources go`, 0);
  await cloudFormation.deleteStack(stackName, randomUUID());
  const after = await followStack(context, stackId, follower, {
    deadlineMs,
    resources: stack.resources.length,
    mustStart: true,
  });
  if (after !== undefined && stackState(after.StackStatus) !== "absent") {
    throw await stackFailure(context, after);
  }
  return leftBehind(context, stack, { withData, snapshots });
}

type Snapshots = ReadonlyMap<string, readonly string[]>;

/** Takes off what would keep the stack's own resources from going. @returns snapshots so far */
async function prepare(
  { aws, report }: DriverContext,
  { resources }: DestroyedStack,
  withData: boolean,
): Promise<Snapshots> {
  const snapshots = new Map<string, readonly string[]>();
  for (const { type, physicalId, fate } of resources) {
    if (type === "AWS::RDS::DBInstance" && fate !== "kept") {
      snapshots.set(physicalId, await aws.rds.listDBSnapshots(physicalId));
      const instance = await aws.rds.describeDBInstance(physicalId);
      if (instance?.DeletionProtection) await aws.rds.setDeletionProtection(physicalId, false);
    }
    if (type === "AWS::EKS::Cluster" && fate !== "kept") {
      const cluster = await aws.eks.describeCluster(physicalId);
      if (cluster?.deletionProtection) await aws.eks.setDeletionProtection(physicalId, false);
    }
    if (type === "AWS::ECR::Repository" && fate !== "kept") {
      const count = await aws.ecr.deleteImages(physicalId);
      if (count > 0) report(`${count} images of ${physicalId} deleted`);
    }
    if (type === "AWS::S3::Bucket" && (fate === "deleted" || withData)) {
      if ((await aws.s3.headBucket(physicalId)) === undefined) continue;
      await aws.s3.emptyBucket(physicalId, (count) =>
        report(`${count} objects of ${physicalId} deleted`),
      );
      // The stack leaves a kept bucket alone; while the stack is there, its name is known.
      if (fate === "kept") await aws.s3.deleteBucket(physicalId);
    }
    if (type === "AWS::Glue::Registry" && fate === "kept" && withData) {
      const name = physicalId.split("/").at(-1) ?? physicalId;
      if ((await aws.glue.getRegistry(name)) !== undefined) await aws.glue.deleteRegistry(name);
      report(`schema registry ${name} deleted`);
    }
  }
  return snapshots;
}

const removals: Readonly<Record<string, (physicalId: string) => string>> = {
  "AWS::S3::Bucket": (id) => `aws s3 rb --force s3://${id}`,
  "AWS::KMS::Key": (id) =>
    `aws kms schedule-key-deletion --key-id ${id} --pending-window-in-days 30`,
  "AWS::Glue::Registry": (id) => `aws glue delete-registry --registry-id RegistryArn=${id}`,
};

async function leftBehind(
  { aws, report }: DriverContext,
  { resources }: DestroyedStack,
  { withData, snapshots }: { withData: boolean; snapshots: Snapshots },
): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const resource of resources) {
    const { type, physicalId, fate } = resource;
    const before = snapshots.get(physicalId);
    if (before !== undefined) {
      // Those of the user's own stay in any case.
      const made = (await aws.rds.listDBSnapshots(physicalId)).filter((id) => !before.includes(id));
      for (const snapshot of made) {
        if (withData) {
          await aws.rds.deleteDBSnapshot(snapshot);
          report(`snapshot ${snapshot} deleted`);
          continue;
        }
        const remove = `aws rds delete-db-snapshot --db-snapshot-identifier ${snapshot}`;
        kept.push({ what: `RDS snapshot ${snapshot}`, why: `last state of ${physicalId}`, remove });
      }
    }
    if (fate === "kept" && !goneWithData(resource, withData)) {
      kept.push({
        what: `${type} ${physicalId}`,
        why:
          type === "AWS::KMS::Key" ? "what it encrypted is readable only with it" : "it holds data",
        remove: removals[type]?.(physicalId) ?? "delete it in the console",
      });
    }
  }
  return kept;
}

function goneWithData({ type }: DestroyedResource, withData: boolean): boolean {
  return withData && (type === "AWS::S3::Bucket" || type === "AWS::Glue::Registry");
}
