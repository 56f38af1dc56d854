import { type RenderedConnector, renderConnector } from "@weir/connect";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { outputVariable, placeholder } from "../outputs.ts";
import { kubernetesSecretReference } from "./connect-config.ts";
import { mskIamClient } from "./msk-iam.ts";
import type { PlannedObject } from "./render-manifest.ts";
import { offsetsConfigMap } from "./verify-job.ts";

/** Comment of the manifest; says where a format was never tried. */
export function connectorsComment(platform: AwsPlatform): string {
  const unproven =
    platform.registry.format === "json"
      ? "\nUnproven: no test of Weir runs AWS's JSON Schema converter. Try it before you rely on it."
      : "";
  return `The connectors, from the same renderer as the local stack's. A FAILED one is restarted by the
operator, seven times with growing waits.${unproven}`;
}

/**
 * The connector of a source as Kafka Connect's REST interface takes it, named as its resource.
 *
 * @throws WeirError SPEC_INVALID where the spec cannot become a connector
 */
export function renderAwsConnector(platform: AwsPlatform, source: string): RenderedConnector {
  const { kubernetes } = awsNames(platform);
  const secret = kubernetes.cdcSecret(source);
  const reference = (key: string) => kubernetesSecretReference(kubernetes.namespace, secret, key);
  const { config } = renderConnector(platform, source, {
    database: {
      host: placeholder(outputVariable("DATABASE_HOST", source)),
      port: placeholder(outputVariable("DATABASE_PORT", source)),
      user: reference("username"),
      password: reference("password"),
      tls: true,
    },
    bootstrapServers: placeholder("WEIR_BOOTSTRAP_SERVERS"),
    region: platform.aws.region,
    kafkaSecurity: mskIamClient,
  });
  return { name: kubernetes.kafkaConnector(source), config };
}

/** The KafkaConnector of a source. Class and number of tasks are fields: Strimzi refuses them in config. */
export function planKafkaConnector(platform: AwsPlatform, source: string): PlannedObject {
  const { kafkaConnect } = awsNames(platform).kubernetes;
  const { name, config } = renderAwsConnector(platform, source);
  const { "connector.class": className, "tasks.max": tasksMax, ...rest } = config;
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaConnector",
    metadata: { name, labels: { "strimzi.io/cluster": kafkaConnect } },
    spec: {
      class: className,
      tasksMax: Number(tasksMax),
      // From 0 minutes on, n² + n; seven are 112 minutes in all. A refused schema is no fault to wait for.
      autoRestart: { enabled: true, maxRestarts: 7 },
      config: rest,
      listOffsets: { toConfigMap: { name: offsetsConfigMap(name) } },
    },
  };
}
