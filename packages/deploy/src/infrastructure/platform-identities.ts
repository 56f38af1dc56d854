import { WeirError } from "@weir/core";
import { Effect, type IRole, ManagedPolicy, PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Stack } from "aws-cdk-lib/core";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { DataResources } from "./data-stack.ts";
import { anyKeyArn } from "./foundation-key.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import type { RegistryResources } from "./glue-registry.ts";
import { connectKafkaAccess, jobKafkaAccess, type KafkaAccess } from "./platform-kafka-access.ts";
import { associatedPodRole } from "./pod-role.ts";

/** The cluster whose pods get roles. */
export interface IdentityCluster {
  readonly name: string;
  /** Its name again; a reference where the stack makes it. */
  readonly reference: string;
}

/** Roles of the pods that speak to AWS: workers, Jobs, External Secrets. */
export function createIdentities(
  stack: Stack,
  platform: AwsPlatform,
  cluster: IdentityCluster,
  foundation: FoundationResources,
  data: DataResources,
): void {
  const { kubernetes } = awsNames(platform);
  const clusterName = cluster.name;
  const { clusterArn } = data.kafka;

  const connect = associatedPodRole(stack, "Connect", cluster.reference, {
    description: "Kafka Connect workers: Kafka and the schema registry",
    clusterName,
    namespace: kubernetes.namespace,
    serviceAccount: kubernetes.connectServiceAccount,
  });
  grantKafka(stack, "Connect", connect, connectKafkaAccess(platform, clusterArn));
  for (const statement of registryAccess(data.registry)) connect.addToPolicy(statement);

  const jobs = associatedPodRole(stack, "Jobs", cluster.reference, {
    description: "Jobs of the platform: topics",
    clusterName,
    namespace: kubernetes.namespace,
    serviceAccount: kubernetes.jobServiceAccount,
  });
  grantKafka(stack, "Jobs", jobs, jobKafkaAccess(platform, clusterArn));

  // The controller's own account: a store that names another one would exchange that one's token at
  // STS, which Pod Identity does not serve.
  // https://github.com/external-secrets/external-secrets/issues/2951
  const secrets = associatedPodRole(stack, "Secrets", cluster.reference, {
    description: "External Secrets: the secrets of the platform",
    clusterName,
    namespace: kubernetes.externalSecretsNamespace,
    serviceAccount: kubernetes.secretsServiceAccount,
  });
  grantBySource(stack, "Secrets", secrets, secretAccess(data), sourcesPerPolicy.secrets);
  for (const statement of decryptSecrets(foundation.key, platform, data)) {
    secrets.addToPolicy(statement);
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const policiesPerRole = 10;
/** Of so many sources, with the longest names, the ARNs fit into a policy of 6,144 characters. */
const sourcesPerPolicy = { kafka: 5, secrets: 15 } as const;
const mostSources = policiesPerRole * sourcesPerPolicy.kafka;

/** A role's own policy is too small for many sources: what they need stands in managed policies. */
function grantBySource(
  stack: Stack,
  id: string,
  role: Role,
  sources: readonly (readonly PolicyStatement[])[],
  perPolicy: number,
): void {
  const { length } = sources;
  if (length > mostSources) {
    throw new WeirError(
      "SPEC_INVALID",
      `${length} sources, but a role on AWS holds ${mostSources}`,
      {
        remedy: "make a second platform of some of the sources",
      },
    );
  }
  for (let first = 0; first < length; first += perPolicy) {
    new ManagedPolicy(stack, `${id}${first / perPolicy + 1}`, {
      description: `Sources of the spec from number ${first + 1} on`,
      statements: sources.slice(first, first + perPolicy).flat(),
      roles: [role as IRole],
    });
  }
}

function grantKafka(stack: Stack, id: string, role: Role, access: KafkaAccess): void {
  for (const statement of access.platform) role.addToPolicy(statement);
  grantBySource(stack, `${id}Kafka`, role, access.sources, sourcesPerPolicy.kafka);
}

/**
 * What the converter calls. A schema version is asked for by its id alone, so that no ARN can be
 * named for it.
 *
 * https://docs.aws.amazon.com/glue/latest/dg/schema-registry-gs-serde.html#schema-registry-gs1
 * https://github.com/awslabs/aws-glue-schema-registry/blob/master/common/src/main/java/com/amazonaws/services/schemaregistry/common/AWSSchemaRegistryClient.java
 */
function registryAccess(registry: RegistryResources): PolicyStatement[] {
  return [
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: [
        "glue:CreateSchema",
        "glue:GetSchema",
        "glue:GetSchemaByDefinition",
        "glue:PutSchemaVersionMetadata",
        "glue:QuerySchemaVersionMetadata",
        "glue:RegisterSchemaVersion",
      ],
      resources: [registry.arn, registry.schemasArn],
    }),
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ["glue:GetSchemaVersion"],
      resources: ["*"],
    }),
  ];
}

/** The connector's user and the master user of each source. */
function secretAccess(data: DataResources): PolicyStatement[][] {
  return data.databases.map(({ source, masterSecret }) => [
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      resources: [data.cdcSecretArns[source] ?? "", masterSecret],
    }),
  ]);
}

/**
 * The platform's key, and for the administrators of adopted databases whichever key their secret has.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
function decryptSecrets(key: IKey, { aws }: AwsPlatform, data: DataResources): PolicyStatement[] {
  const viaService = { "kms:ViaService": `secretsmanager.${aws.region}.amazonaws.com` };
  const decrypt = (resource: string, conditions: Record<string, unknown>) =>
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ["kms:Decrypt"],
      resources: [resource],
      conditions: { StringEquals: { ...viaService, ...conditions } },
    });
  const adopted = data.databases.flatMap((each) => (each.adopted ? [each.masterSecret] : []));
  return [
    decrypt(key.keyArn, {}),
    ...(adopted.length === 0
      ? []
      : [decrypt(anyKeyArn, { "kms:EncryptionContext:SecretARN": adopted })]),
  ];
}
