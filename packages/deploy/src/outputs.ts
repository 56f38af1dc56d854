import { slug } from "./aws-names.ts";
import type { AwsPlatform } from "./aws-platform.ts";

/** A value that is known only after a part of the deployment is there. */
export interface DeployOutput {
  /** Stands as `${NAME}` in manifests, connectors and lake files until then. */
  readonly name: string;
  /** CloudFormation output that holds it, or the AWS call that answers it. */
  readonly from:
    | { readonly stack: "foundation" | "data" | "platform" | "lake"; readonly output: string }
    | { readonly call: "GetBootstrapBrokers" | "GetCallerIdentity" };
  readonly meaning: string;
}

const stack = (
  name: string,
  of: "foundation" | "data" | "platform" | "lake",
  output: string,
  meaning: string,
): DeployOutput => ({ name, from: { stack: of, output }, meaning });

/** Output names are letters and digits only: CloudFormation accepts nothing else. */
export function outputKey(source: string): string {
  return slug(source)
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** `WEIR_DATABASE_HOST_SHOP` and the like. */
export function outputVariable(what: string, source: string): string {
  return `WEIR_${what}_${slug(source).replaceAll("-", "_").toUpperCase()}`;
}

/** Every such value of a platform. The driver, `outputs.env` and the runbook go by this list. */
export function deployOutputs(platform: AwsPlatform): DeployOutput[] {
  return [
    {
      name: "WEIR_ACCOUNT",
      from: { call: "GetCallerIdentity" },
      meaning: "account of the credentials",
    },
    stack("WEIR_BUCKET", "foundation", "BucketName", "bucket of the lake and of job files"),
    ...(platform.aws.connect.image === undefined
      ? [
          stack(
            "WEIR_PLUGIN_BUCKET",
            "foundation",
            "PluginBucketName",
            "bucket that the image build fetches plugins from, under plugins/",
          ),
        ]
      : []),
    stack("WEIR_VPC_CIDR", "foundation", "VpcCidr", "range of the VPC"),
    stack(
      "WEIR_WORKLOAD_SECURITY_GROUP",
      "foundation",
      "WorkloadSecurityGroupId",
      "group of the nodes: an adopted Kafka cluster or database lets it in",
    ),
    stack(
      "WEIR_GLUE_SECURITY_GROUP",
      "foundation",
      "GlueSecurityGroupId",
      "group of the Spark job: an adopted Kafka cluster lets it in",
    ),
    stack("WEIR_ECR_REPOSITORY", "foundation", "ConnectRepositoryUri", "image of the workers"),
    stack("WEIR_MSK_ARN", "data", "MskClusterArn", "the Kafka cluster"),
    {
      name: "WEIR_BOOTSTRAP_SERVERS",
      from: { call: "GetBootstrapBrokers" },
      meaning: "brokers, IAM over TLS",
    },
    stack("WEIR_CLUSTER", "platform", "ClusterName", "the Kubernetes cluster"),
    ...Object.keys(platform.sources).flatMap((source) => {
      const key = outputKey(source);
      return [
        stack(
          outputVariable("DATABASE_HOST", source),
          "data",
          `DatabaseHost${key}`,
          `host of the source ${source}`,
        ),
        stack(
          outputVariable("DATABASE_PORT", source),
          "data",
          `DatabasePort${key}`,
          `port of the source ${source}`,
        ),
        stack(
          outputVariable("MASTER_SECRET", source),
          "data",
          `DatabaseMasterSecret${key}`,
          `ARN of the master user's secret of ${source}`,
        ),
      ];
    }),
    stack("WEIR_GLUE_JOB", "lake", "GlueJobName", "the Spark job"),
  ];
}

/** How an output stands in a file: `${WEIR_BUCKET}`, as envsubst and Flux replace it. */
export function placeholder(name: string): string {
  return `\${${name}}`;
}

/** Replaces exactly the known placeholders; a config provider's `${secrets:…}` stays. */
export function fillPlaceholders(
  text: string,
  values: Readonly<Record<string, string | undefined>>,
): string {
  return text.replace(/\$\{(WEIR_[A-Z0-9_]+)\}/g, (whole, name: string) => values[name] ?? whole);
}
