import { registryName } from "@weir/connect";
import { awsNames, bucketName } from "../../aws-names.ts";
import type { DriverContext } from "../deploy-step.ts";
import { stackState } from "../stack-status.ts";
import { blocks, type PreflightFinding, warns } from "./finding.ts";

/** Whether the adopted schema registry and bucket are there, and new ones are not in the way. */
export async function checkStores({
  aws,
  platform,
}: Pick<DriverContext, "aws" | "platform">): Promise<PreflightFinding[]> {
  const findings: PreflightFinding[] = [];
  const registry = registryName(platform);
  const status = await aws.glue.getRegistry(registry);
  const { stacks } = awsNames(platform);
  if (platform.aws.registry.existing && status !== "AVAILABLE") {
    findings.push(
      blocks("registry", {
        code: "REGISTRY_ABSENT",
        message: `the Glue registry ${registry} is ${status ?? "not there"}`,
        remedy: "correct registry.name, or let deploy make it (aws.registry.existing: false)",
      }),
    );
  }
  if (!platform.aws.registry.existing && status !== undefined) {
    const data = await aws.cloudFormation.describeStack(stacks.data);
    const ours = ["healthy", "busy", "stuck"].includes(stackState(data?.StackStatus));
    if (!ours) {
      findings.push(
        blocks("registry", {
          code: "REGISTRY_IN_THE_WAY",
          message: `the Glue registry ${registry} is there already, and no stack of this platform made it`,
          remedy: "adopt it (aws.registry.existing: true), or choose another registry.name",
        }),
      );
    }
  }
  const { existing } = platform.aws.bucket;
  if (existing === undefined) return [...findings, ...(await checkNewBucket({ aws, platform }))];
  const bucket = await aws.s3.headBucket(existing);
  if (bucket === undefined) {
    const message = `there is no bucket ${existing}`;
    const remedy = "correct aws.bucket.existing";
    return [...findings, blocks("bucket", { code: "BUCKET_ABSENT", message, remedy })];
  }
  if (bucket.region !== undefined && bucket.region !== platform.aws.region) {
    findings.push(
      blocks("bucket", {
        code: "BUCKET_ELSEWHERE",
        message: `the bucket ${existing} is in ${bucket.region}, the platform in ${platform.aws.region}`,
        remedy: "use a bucket of the platform's region",
      }),
    );
  }
  if ((await aws.s3.getBucketVersioning(existing)) !== "Enabled") {
    findings.push(
      warns("bucket", {
        code: "BUCKET_UNVERSIONED",
        message: `the bucket ${existing} keeps no versions: a file of the lake that is deleted is gone`,
        remedy: `aws s3api put-bucket-versioning --bucket ${existing} --versioning-configuration Status=Enabled`,
      }),
    );
  }
  return findings;
}

/** A bucket that an earlier destroy kept has the name that deploy would give. */
async function checkNewBucket({
  aws,
  platform,
}: Pick<DriverContext, "aws" | "platform">): Promise<PreflightFinding[]> {
  const stack = await aws.cloudFormation.describeStack(awsNames(platform).stacks.foundation);
  if (["healthy", "busy", "stuck"].includes(stackState(stack?.StackStatus))) return [];
  const { account } = await aws.sts.getCallerIdentity();
  const name = bucketName(platform, "lake", { account, region: platform.aws.region });
  if ((await aws.s3.headBucket(name)) === undefined) return [];
  return [
    blocks("bucket", {
      code: "BUCKET_IN_THE_WAY",
      message: `the bucket ${name} is there already, and no stack of this platform made it`,
      remedy: `adopt it (aws.bucket.existing: ${name}), or remove it if its data is not wanted`,
    }),
  ];
}
