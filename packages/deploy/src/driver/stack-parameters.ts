import { WeirError } from "@weir/core";
import type { AwsClients } from "../aws/aws-clients.ts";
import type { DBInstance } from "../aws/rds.ts";
import { slug } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { outputKey } from "../outputs.ts";
import type { DriverContext } from "./deploy-step.ts";
import { findPrivateSubnets } from "./private-subnets.ts";

interface ParametersOfTemplate {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
}

type Context = Pick<DriverContext, "aws" | "platform">;
type Answer = (context: Context) => Promise<string>;

/** What a template asks of an adopted part, and who answers. */
function answersOf({ platform }: Context): Readonly<Record<string, Answer>> {
  const answers: Record<string, Answer> = {
    VpcCidr: async ({ aws }) => {
      const id = platform.aws.vpc.existing ?? "";
      return (await aws.ec2.describeVpc(id))?.CidrBlock ?? missing(`VPC ${id}`);
    },
    PrivateSubnetIds: async ({ aws }) => (await findPrivateSubnets(aws, platform)).join(","),
    ClusterSecurityGroupId: async ({ aws }) => {
      const name = platform.aws.eks.existing ?? "";
      const { resourcesVpcConfig } = (await aws.eks.describeCluster(name)) ?? {};
      return resourcesVpcConfig?.clusterSecurityGroupId ?? missing(`EKS cluster ${name}`);
    },
  };
  for (const [source, identifier] of Object.entries(platform.aws.rds.existing)) {
    const key = outputKey(source);
    const instance = async ({ aws }: Context) =>
      (await aws.rds.describeDBInstance(identifier)) ?? missing(`RDS instance ${identifier}`);
    answers[`DatabaseHost${key}`] = async (context) =>
      (await instance(context)).Endpoint?.Address ?? missing(`endpoint of ${identifier}`);
    answers[`DatabasePort${key}`] = async (context) =>
      String((await instance(context)).Endpoint?.Port ?? missing(`endpoint of ${identifier}`));
    answers[`DatabaseMasterSecret${key}`] = async (context) =>
      (await masterSecretArn(context.aws, platform, source, await instance(context))) ??
      missing(`secret ${masterSecretName(platform, source)}`);
  }
  return answers;
}

/** Where the administrator of an adopted database is found that RDS does not manage itself. */
export function masterSecretName(platform: AwsPlatform, source: string): string {
  return `weir/${platform.name}/${slug(source)}/master`;
}

/** The secret that RDS manages, else the one of our convention; undefined where there is neither. */
export async function masterSecretArn(
  aws: Pick<AwsClients, "secretsManager">,
  platform: AwsPlatform,
  source: string,
  { MasterUserSecret }: DBInstance,
): Promise<string | undefined> {
  if (MasterUserSecret?.SecretArn !== undefined) return MasterUserSecret.SecretArn;
  return (await aws.secretsManager.describeSecret(masterSecretName(platform, source)))?.arn;
}

function missing(what: string): never {
  throw new WeirError("DEPLOY_FAILED", `the spec adopts ${what}, which does not exist here`, {
    remedy: "correct the spec, or the account and region of the credentials",
  });
}

/** Values of a template's parameters; those with a default keep it. */
export async function stackParameters(
  context: Context,
  template: ParametersOfTemplate,
): Promise<Record<string, string>> {
  const answers = answersOf(context);
  const values: Record<string, string> = {};
  for (const [name, { Default }] of Object.entries(template.Parameters ?? {})) {
    const answer = answers[name];
    if (answer !== undefined) values[name] = await answer(context);
    else if (Default === undefined) {
      throw new WeirError("INTERNAL", `no value is known for the template parameter ${name}`);
    }
  }
  return values;
}
