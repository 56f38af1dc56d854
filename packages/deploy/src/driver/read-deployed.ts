import type { AwsClients } from "../aws/aws-clients.ts";
import type { Stack } from "../aws/cloudformation.ts";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { deployOutputs } from "../outputs.ts";
import { stackState } from "./stack-status.ts";

/** Values of `deployOutputs` by name; undefined while the part that knows it is not there. */
export type DeployedOutputs = Readonly<Record<string, string | undefined>>;

/**
 * What AWS answers now for every placeholder. One DescribeStacks for each stack, and one call more
 * for brokers and account.
 */
export async function readOutputs(
  platform: AwsPlatform,
  aws: Pick<AwsClients, "cloudFormation" | "kafka" | "sts">,
): Promise<DeployedOutputs> {
  const { stacks } = awsNames(platform);
  const wanted = deployOutputs(platform);
  const ids = [...new Set(wanted.flatMap(({ from }) => ("stack" in from ? [from.stack] : [])))];
  const [identity, ...described] = await Promise.all([
    aws.sts.getCallerIdentity(),
    ...ids.map((id) => aws.cloudFormation.describeStack(stacks[id])),
  ]);
  const byStack = new Map(ids.map((id, index) => [id, outputsOf(described[index])]));
  const values: Record<string, string | undefined> = { WEIR_ACCOUNT: identity.account };
  for (const { name, from } of wanted) {
    if ("stack" in from) values[name] = byStack.get(from.stack)?.[from.output];
  }
  const arn = values.WEIR_MSK_ARN;
  values.WEIR_BOOTSTRAP_SERVERS =
    arn === undefined ? undefined : await aws.kafka.getBootstrapBrokers(arn);
  return values;
}

/** Outputs of a stack that stands; those of one that is being made or broken count as absent. */
export function outputsOf(stack: Stack | undefined): Record<string, string> {
  const state = stackState(stack?.StackStatus);
  // While it is updated the outputs are the old ones, which still hold.
  if (state !== "healthy" && state !== "busy") return {};
  return Object.fromEntries(
    (stack?.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
      OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue]],
    ),
  );
}

/**
 * The deployed templates by stack name, undefined where there is no such stack: what `plan`
 * compares with.
 */
export async function readDeployedTemplates(
  platform: AwsPlatform,
  aws: Pick<AwsClients, "cloudFormation">,
): Promise<Record<string, Readonly<Record<string, unknown>> | undefined>> {
  const names = Object.values(awsNames(platform).stacks);
  const templates = await Promise.all(
    names.map(async (name) => {
      const stack = await aws.cloudFormation.describeStack(name);
      // A rolled back or only reviewed stack holds nothing of its template.
      const state = stackState(stack?.StackStatus);
      if (state === "absent" || state === "reviewed" || state === "rolled-back") return undefined;
      const text = await aws.cloudFormation.getTemplate(name);
      return text === undefined ? undefined : (JSON.parse(text) as Record<string, unknown>);
    }),
  );
  return Object.fromEntries(names.map((name, index) => [name, templates[index]]));
}
