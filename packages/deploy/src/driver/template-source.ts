import { createHash } from "node:crypto";
import { WeirError } from "@weir/core";
import type { AwsClients } from "../aws/aws-clients.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const inlineTemplateBytes = 51_200;

/**
 * How CloudFormation gets a template: in the request, without its indentation, or through the
 * bucket where it is larger than a request may be.
 *
 * @param bucket undefined before the foundation made one
 */
export async function templateSource(
  aws: Pick<AwsClients, "s3">,
  { stackName, text, bucket }: { stackName: string; text: string; bucket: string | undefined },
): Promise<{ readonly body: string } | { readonly url: string }> {
  const body = JSON.stringify(JSON.parse(text));
  const bytes = Buffer.byteLength(body);
  if (bytes <= inlineTemplateBytes) return { body };
  if (bucket === undefined) {
    throw new WeirError(
      "DEPLOY_FAILED",
      `the template of ${stackName} has ${bytes} bytes, and without a bucket CloudFormation takes ${inlineTemplateBytes}`,
      { remedy: "name a bucket of your own in aws.bucket.existing" },
    );
  }
  const key = `cloudformation/${stackName}/${createHash("sha256").update(body).digest("hex")}.json`;
  if ((await aws.s3.headObject(bucket, key)) === undefined)
    await aws.s3.putObject(bucket, key, body);
  return { url: aws.s3.objectUrl(bucket, key) };
}
