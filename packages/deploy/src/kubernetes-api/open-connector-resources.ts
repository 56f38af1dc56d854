import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { type ConnectorResources, createConnectorResources } from "./connector-resources.ts";

export interface OpenConnectorResourcesOptions {
  readonly signal?: AbortSignal;
  /** Where HTTPS_PROXY and NO_PROXY are looked up. @default no proxy */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * The connectors of a deployed platform, with AWS's credentials of this process.
 *
 * @throws WeirError DEPLOY_INCOMPLETE where there is no cluster, KUBERNETES_UNREACHABLE with how to
 *   reach it, KUBERNETES_UNAUTHORIZED, AWS_*
 */
export async function openConnectorResources(
  platform: AwsPlatform,
  options: OpenConnectorResourcesOptions = {},
): Promise<{ readonly connectors: ConnectorResources; readonly close: () => void }> {
  const { signal, env } = options;
  const [{ openAws }, { connectCluster }, { openKubernetes }] = await Promise.all([
    import("../aws/aws-clients.ts"),
    import("../driver/connect-cluster.ts"),
    import("./open-kubernetes.ts"),
  ]);
  const { region } = platform.aws;
  const aws = openAws({ region, ...(signal === undefined ? {} : { signal }) });
  const requests = {
    ...(signal === undefined ? {} : { signal }),
    ...(env === undefined ? {} : { env }),
  };
  try {
    const kubernetes = await connectCluster(platform, aws, (target) =>
      openKubernetes(target, requests),
    );
    const { namespace, kafkaConnect } = awsNames(platform).kubernetes;
    return {
      connectors: createConnectorResources(kubernetes, { namespace, kafkaConnect }),
      close: () => {
        kubernetes.close();
        aws.close();
      },
    };
  } catch (error) {
    aws.close();
    throw error;
  }
}
