import type { AwsPlatform } from "../aws-platform.ts";
import type { SynthFile } from "../synth-file.ts";
import type { SynthInputs } from "../synth-inputs.ts";
import { pluginJarKey } from "./artifacts.ts";
import { connectorsComment, planKafkaConnector, renderAwsConnector } from "./connectors.ts";
import { databaseJobComment, planDatabaseJob } from "./database-job.ts";
import { helmCharts } from "./helm-charts.ts";
import { externalSecretsValues, prometheusValues, strimziValues } from "./helm-values.ts";
import { kafkaConnectComment, planKafkaConnect } from "./kafka-connect.ts";
import { namespaceComment, planNamespace } from "./namespace.ts";
import { networkPolicyComment, planNetworkPolicies } from "./network-policy.ts";
import { type PlannedObject, renderManifest, renderYaml } from "./render-manifest.ts";
import { planSecrets, secretsComment } from "./secrets.ts";
import { planTopicsJob, topicsJobComment } from "./topics-job.ts";
import { planVerifyJob, verifyJobComment } from "./verify-job.ts";

/**
 * Kubernetes manifests in order, values of the operators' charts, connectors as plain Kafka Connect
 * JSON, and Weir's own plugin. Monitoring (30, 60, 70) comes from elsewhere.
 *
 * @throws WeirError SPEC_INVALID where a source cannot become a connector
 */
export async function synthManifests(
  platform: AwsPlatform,
  inputs: SynthInputs,
): Promise<SynthFile[]> {
  const sources = Object.keys(platform.sources);
  const each = (plan: (platform: AwsPlatform, source: string) => PlannedObject[]) =>
    sources.flatMap((source) => plan(platform, source));
  const manifests: [name: string, comment: string, objects: PlannedObject[]][] = [
    ["00-namespace", namespaceComment, planNamespace(platform)],
    ["10-secrets", secretsComment, planSecrets(platform)],
    ["20-database-job", databaseJobComment, each(planDatabaseJob)],
    ["25-topics-job", topicsJobComment, planTopicsJob(platform)],
    ["35-network-policy", networkPolicyComment, planNetworkPolicies(platform)],
    ["40-kafka-connect", kafkaConnectComment, planKafkaConnect(platform, inputs)],
    [
      "50-connectors",
      connectorsComment(platform),
      sources.map((source) => planKafkaConnector(platform, source)),
    ],
    ["90-verify-job", verifyJobComment, each(planVerifyJob)],
  ];
  const values = {
    strimzi: strimziValues(),
    "external-secrets": externalSecretsValues(platform),
    "kube-prometheus-stack": prometheusValues(platform),
  };
  const ownImage = platform.aws.connect.image === undefined;
  return [
    ...manifests.map(([name, comment, objects]) => ({
      path: `kubernetes/${name}.yaml`,
      content: renderManifest(platform, comment, objects),
    })),
    ...Object.entries(values).map(([name, content]) => ({
      path: `helm/${name}-values.yaml`,
      content: renderYaml(content),
    })),
    { path: "helm/charts.yaml", content: renderYaml(helmCharts(platform)) },
    ...sources.map((source) => {
      const connector = renderAwsConnector(platform, source);
      return {
        path: `connectors/${connector.name}.json`,
        content: `${JSON.stringify(connector, undefined, 2)}\n`,
      };
    }),
    ...(ownImage
      ? [{ path: pluginJarKey(inputs.pluginJar.sha512), content: inputs.pluginJar.content }]
      : []),
  ];
}
