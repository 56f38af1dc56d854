import type { AwsClients } from "../aws/aws-clients.ts";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { KubernetesObject } from "../kubernetes-api/kubernetes.ts";

/**
 * The Secret by which Strimzi's build pushes the workers' image to ECR. It holds for 12 hours, and
 * Buildah has no credential helper: it is made anew before each build.
 */
export async function createPushSecret(
  platform: AwsPlatform,
  aws: Pick<AwsClients, "ecr">,
): Promise<KubernetesObject> {
  const { registry, username, password } = await aws.ecr.getLogin();
  const { namespace, pushSecret } = awsNames(platform).kubernetes;
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  const config = JSON.stringify({ auths: { [registry]: { username, password, auth } } });
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: pushSecret,
      namespace,
      labels: {
        "app.kubernetes.io/managed-by": "weir",
        "app.kubernetes.io/part-of": platform.name,
      },
    },
    type: "kubernetes.io/dockerconfigjson",
    data: { ".dockerconfigjson": Buffer.from(config).toString("base64") },
  };
}
