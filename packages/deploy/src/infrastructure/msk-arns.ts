import { Aws, Fn, Token } from "aws-cdk-lib/core";

/** What IAM access to MSK is granted on, beside the cluster itself. */
export type KafkaResourceKind = "topic" | "group" | "transactional-id";

/**
 * ARN of a topic, group or transactional id for IAM policies; `name` may end with `*`.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_apachekafkaapisforamazonmskclusters.html
 *
 * @param clusterArn `arn:…:cluster/<name>/<uuid>`, in the template or as text
 */
export function kafkaResourceArn(
  clusterArn: string,
  kind: KafkaResourceKind,
  name: string,
): string {
  if (!Token.isUnresolved(clusterArn)) {
    return `${clusterArn.replace(":cluster/", `:${kind}/`)}/${name}`;
  }
  const parts = Fn.split("/", clusterArn);
  const place = `arn:${Aws.PARTITION}:kafka:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
  return `${place}:${kind}/${Fn.select(1, parts)}/${Fn.select(2, parts)}/${name}`;
}
