import type { AwsPlatform } from "./aws-platform.ts";

/**
 * Names that one part of the deployment makes and another refers to. CloudFormation, Kubernetes,
 * monitoring, runbook and driver all take them from here.
 */
export function awsNames({ name }: Pick<AwsPlatform, "name">) {
  return {
    /** CloudFormation stacks in the order in which they are made. */
    stacks: {
      foundation: `${name}-foundation`,
      data: `${name}-data`,
      platform: `${name}-platform`,
      lake: `${name}-lake`,
      observability: `${name}-observability`,
    },
    cluster: name,
    mskCluster: name,
    ecrRepository: `${name}-connect`,
    glueJob: `${name}-lake`,
    alarmTopic: `${name}-alarms`,
    /** RDS instance of a source: at most 63 characters, no two hyphens together. */
    database: (source: string) => databaseIdentifier(name, source),
    /** Secrets Manager: `{"username", "password"}` of the CDC user of a source. */
    cdcSecret: (source: string) => `weir/${name}/${slug(source)}/cdc`,
    kubernetes: {
      /** Everything of the platform lives in it; the operators have their own namespaces. */
      namespace: `weir-${name}`,
      strimziNamespace: "strimzi",
      externalSecretsNamespace: "external-secrets",
      monitoringNamespace: "monitoring",
      /** KafkaConnect resource; Strimzi calls service and service account `<name>-connect`. */
      kafkaConnect: name,
      connectServiceAccount: `${name}-connect`,
      /** Of the Jobs that speak Kafka and MySQL inside the VPC. */
      jobServiceAccount: `${name}-jobs`,
      /**
       * Of the External Secrets controller, in its own namespace: Pod Identity gives credentials to
       * the controller's pods, not to an account that a SecretStore names (`serviceAccountRef`).
       */
      secretsServiceAccount: `${name}-secrets`,
      /** KafkaConnector resource of a source; Kafka Connect's own connector name is the same. */
      kafkaConnector: (source: string) => slug(source),
      /** Kubernetes Secret with keys `username` and `password`. */
      cdcSecret: (source: string) => `${slug(source)}-cdc`,
      /** Kubernetes Secret of the master user, read by the database Job only. */
      masterSecret: (source: string) => `${slug(source)}-master`,
      pushSecret: `${name}-ecr-push`,
      metricsConfigMap: `${name}-connect-metrics`,
    },
  } as const;
}

/**
 * Account and region make a bucket's name unique in the world; 63 characters at most. Where they are
 * not given, CloudFormation puts them in.
 */
export function bucketName(
  { name, aws }: AwsPlatform,
  purpose: string,
  place = { account: `\${AWS::AccountId}`, region: `\${AWS::Region}` },
): string {
  const taken = "--000000000000-".length + purpose.length + aws.region.length;
  const start = name.slice(0, 63 - taken).replace(/-+$/, "");
  return `${start}-${purpose}-${place.account}-${place.region}`;
}

/** Lower case letters, digits and `-`, as Kubernetes and RDS want them; unlike sources stay unlike. */
export function slug(source: string): string {
  const plain = source.toLowerCase().replaceAll("_", "-").replace(/-+$/, "");
  if (plain === source) return plain;
  // Shop_a and shop-a (or SHOP_A) must not meet.
  return `${plain.slice(0, 40).replace(/-+$/, "")}-${hashOf(source)}`;
}

/** As RDS wants it; what is cut off or joined stays unlike by the hash of the source. */
function databaseIdentifier(name: string, source: string): string {
  const whole = `${name}-${slug(source)}`;
  const plain = whole.replace(/-{2,}/g, "-");
  if (plain === whole && plain.length <= 63) return plain;
  return `${plain.slice(0, 59).replace(/-+$/, "")}-${hashOf(`${name}/${source}`)}`;
}

/** Three characters of base 36. */
function hashOf(text: string): string {
  let hash = 0;
  for (const character of text) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return (hash % 46_656).toString(36).padStart(3, "0");
}
