import type { AwsClients } from "../../aws/aws-clients.ts";
import type { StackResourceSummary } from "../../aws/cloudformation.ts";
import { awsNames } from "../../aws-names.ts";
import type { AwsPlatform } from "../../aws-platform.ts";
import { type StackId, stackIds } from "../deploy-files.ts";
import { stackState } from "../stack-status.ts";

/** A resource of a stack that is there now. */
export interface DestroyedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  /** By its DeletionPolicy: what happens to it when its stack goes. */
  readonly fate: "deleted" | "kept" | "snapshot";
}

export interface DestroyedStack {
  readonly id: StackId;
  readonly stackName: string;
  readonly stackId: string;
  readonly status: string;
  readonly terminationProtection: boolean;
  readonly resources: readonly DestroyedResource[];
  /** Instances with a last snapshot, also those that an earlier try has deleted already. */
  readonly databases: readonly string[];
}

/**
 * What destroying would take down: the stacks that are there, last made first. Adopted parts are in
 * no stack, and so in none of this.
 */
export async function planDestroy(
  platform: AwsPlatform,
  aws: Pick<AwsClients, "cloudFormation">,
): Promise<DestroyedStack[]> {
  const { stacks } = awsNames(platform);
  const found: DestroyedStack[] = [];
  for (const id of stackIds.toReversed()) {
    const stackName = stacks[id];
    const stack = await aws.cloudFormation.describeStack(stackName);
    if (stack === undefined || stackState(stack.StackStatus) === "absent") continue;
    const [text, summaries] = await Promise.all([
      aws.cloudFormation.getTemplate(stackName),
      aws.cloudFormation.listStackResources(stackName),
    ]);
    found.push({
      id,
      stackName,
      stackId: stack.StackId ?? stackName,
      status: stack.StackStatus ?? "",
      terminationProtection: stack.EnableTerminationProtection ?? false,
      resources: readResources(text, summaries),
      databases: summaries.flatMap(({ ResourceType, PhysicalResourceId: physicalId }) =>
        ResourceType === "AWS::RDS::DBInstance" && physicalId ? [physicalId] : [],
      ),
    });
  }
  return found;
}

interface DeployedTemplate {
  readonly Resources?: Readonly<Record<string, { readonly DeletionPolicy?: string }>>;
}

function readResources(
  text: string | undefined,
  summaries: readonly StackResourceSummary[],
): DestroyedResource[] {
  const { Resources = {} } = JSON.parse(text || "{}") as DeployedTemplate;
  return summaries.flatMap(
    ({ LogicalResourceId, ResourceType, PhysicalResourceId, ResourceStatus }) => {
      if (LogicalResourceId === undefined || PhysicalResourceId === undefined) return [];
      if (ResourceStatus === "DELETE_COMPLETE") return [];
      const policy = Resources[LogicalResourceId]?.DeletionPolicy ?? "Delete";
      const fate = policy.startsWith("Retain")
        ? "kept"
        : policy === "Snapshot"
          ? "snapshot"
          : "deleted";
      const type = ResourceType ?? "";
      return [
        { logicalId: LogicalResourceId, type, physicalId: PhysicalResourceId, fate },
      ] as const;
    },
  );
}
