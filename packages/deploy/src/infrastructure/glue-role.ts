import {
  type IRole,
  ManagedPolicy,
  PolicyDocument,
  Role,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import { Aws, type Stack } from "aws-cdk-lib/core";
import type { AwsPlatform } from "../aws-platform.ts";
import { lakePrefixes } from "../lake/lake-prefixes.ts";
import { allow } from "./allow.ts";
import type { DataResources } from "./data-stack.ts";
import { anyKeyArn } from "./foundation-key.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import { glueKafkaAccess } from "./glue-kafka-access.ts";

export interface GlueRoleOptions {
  /** What the job's log groups begin with. */
  readonly logPrefix: string;
  /** Names of the job's connections. */
  readonly connections: readonly string[];
}

/** What the Spark job may do: read the sources' topics and schemas, write the lake, log. */
export function createGlueRole(
  stack: Stack,
  platform: AwsPlatform,
  foundation: FoundationResources,
  data: DataResources,
  options: GlueRoleOptions,
): Role {
  const kafka = glueKafkaAccess(platform, data);
  const role = new Role(stack, "JobRole", {
    description: `Spark job of the Weir platform ${platform.name}`,
    assumedBy: new ServicePrincipal("glue.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
    inlinePolicies: {
      Job: new PolicyDocument({
        minimize: false,
        statements: [
          ...kafka.own,
          ...registryStatements(),
          ...bucketStatements(platform, foundation),
          ...logStatements(options.logPrefix),
          ...networkStatements(foundation, options.connections),
        ],
      }),
    },
  });
  for (const [index, statement] of kafka.attached.entries()) {
    new ManagedPolicy(stack, `KafkaRead${index + 1}`, {
      description: "Topics that the role's own policy has no room for",
      statements: [statement],
      roles: [role as IRole],
    });
  }
  return role;
}

/**
 * The job asks for definitions by version id alone, for which no ARN can be named.
 * https://docs.aws.amazon.com/glue/latest/dg/schema-registry-gs-serde.html
 */
function registryStatements() {
  return [allow("Schemas", ["glue:GetSchemaVersion"], ["*"])];
}

function bucketStatements({ aws }: AwsPlatform, { bucket, key }: FoundationResources) {
  const written = [lakePrefixes.lake, lakePrefixes.checkpoints, lakePrefixes.temporary];
  const every = [lakePrefixes.job, ...written];
  return [
    allow("BucketPlace", ["s3:GetBucketLocation"], [bucket.bucketArn]),
    allow("BucketList", ["s3:ListBucket"], [bucket.bucketArn], {
      // `lake` as well as `lake/…`: Hadoop's S3 client asks for both.
      StringLike: {
        "s3:prefix": every.flatMap((prefix) => [prefix.replace(/\/$/, ""), `${prefix}*`]),
      },
    }),
    allow("JobFiles", ["s3:GetObject"], [bucket.arnForObjects(`${lakePrefixes.job}*`)]),
    allow(
      "Lake",
      ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      written.flatMap((prefix) => [
        bucket.arnForObjects(`${prefix}*`),
        // EMR's S3 client marks a folder by an object beside it.
        bucket.arnForObjects(`${prefix.replace(/\/$/, "")}_$folder$`),
      ]),
    ),
    allow(
      "Key",
      ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
      [key.keyArn],
    ),
    ...(aws.bucket.existing === undefined
      ? []
      : [allow("AdoptedKey", ["kms:Decrypt", "kms:GenerateDataKey"], [anyKeyArn], adoptedKey())]),
  ];

  /**
   * An adopted bucket encrypts by a key of its own, also one that an earlier platform left behind.
   * Which one, only S3 knows: any of the account, for objects of this bucket.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
   */
  function adoptedKey() {
    return {
      StringEquals: { "kms:ViaService": `s3.${aws.region}.amazonaws.com` },
      StringLike: {
        "kms:EncryptionContext:aws:s3:arn": [bucket.bucketArn, bucket.arnForObjects("*")],
      },
    };
  }
}

/** https://docs.aws.amazon.com/glue/latest/dg/set-up-encryption.html: the job ties groups to the key. */
function logStatements(logPrefix: string) {
  const groups = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${logPrefix}*`;
  return [
    allow(
      "Logs",
      ["logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      [groups, `${groups}:log-stream:*`],
    ),
    // CloudWatch has no resource for it; the namespace is the only scope.
    allow("Metrics", ["cloudwatch:PutMetricData"], ["*"], {
      StringEquals: { "cloudwatch:namespace": "Glue" },
    }),
  ];
}

/**
 * Glue makes the network interfaces of a run with the job's role.
 * https://docs.aws.amazon.com/glue/latest/dg/getting-started-min-privs-job.html
 */
function networkStatements(
  { privateSubnetIds, glueSecurityGroup }: FoundationResources,
  connections: readonly string[],
) {
  const ec2 = (resource: string) =>
    `arn:${Aws.PARTITION}:ec2:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
  const glue = (resource: string) =>
    `arn:${Aws.PARTITION}:glue:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
  const subnets = privateSubnetIds.map((id) => ec2(`subnet/${id}`));
  const interfaces = ec2("network-interface/*");
  return [
    allow(
      "Connections",
      ["glue:GetConnection"],
      [glue("catalog"), ...connections.map((name) => glue(`connection/${name}`))],
    ),
    allow(
      "InterfaceCreate",
      ["ec2:CreateNetworkInterface"],
      [interfaces, ...subnets, ec2(`security-group/${glueSecurityGroup.securityGroupId}`)],
    ),
    allow("InterfaceDelete", ["ec2:DeleteNetworkInterface"], [interfaces], {
      ArnEquals: { "ec2:Subnet": subnets },
    }),
    allow("InterfaceTag", ["ec2:CreateTags", "ec2:DeleteTags"], [interfaces], {
      "ForAllValues:StringEquals": { "aws:TagKeys": ["aws-glue-service-resource"] },
    }),
    // EC2's Describe actions know no resources.
    allow(
      "NetworkDescribe",
      [
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcEndpoints",
      ],
      ["*"],
    ),
  ];
}
