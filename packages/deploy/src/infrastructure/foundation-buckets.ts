import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Duration, Fn, RemovalPolicy, type Stack } from "aws-cdk-lib/core";
import { bucketName } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";

export interface Buckets {
  /** Of the lake and the job's files. */
  readonly lake: IBucket;
  /** Of Connect plugins that the image build fetches; absent where an image is given. */
  readonly plugins?: IBucket;
}

/** How requests get to S3 without the internet: the platform's endpoint, or one of an adopted VPC. */
export type S3Path = { readonly endpointId: string } | { readonly vpcId: string };

const multipartDays = 7;
const noncurrentDays = 30;
const accessLogDays = 90;

/** The bucket of the lake, or the adopted one; the bucket of plugins; the log of access to both. */
export function createBuckets(
  stack: Stack,
  platform: AwsPlatform,
  { key, s3Path }: { readonly key: IKey; readonly s3Path: S3Path },
): Buckets {
  const { existing } = platform.aws.bucket;
  const withPlugins = platform.aws.connect.image === undefined;
  if (existing !== undefined && !withPlugins) {
    return { lake: Bucket.fromBucketName(stack, "Lake", existing) };
  }
  const logs = createLogBucket(stack);
  const lake =
    existing === undefined
      ? createLakeBucket(stack, platform, key, logs)
      : Bucket.fromBucketName(stack, "Lake", existing);
  if (!withPlugins) return { lake };
  return { lake, plugins: createPluginBucket(stack, platform, s3Path, logs) };
}

const common = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
} as const satisfies BucketProps;

function createLakeBucket(stack: Stack, platform: AwsPlatform, key: IKey, logs: IBucket): IBucket {
  const bucket = new Bucket(stack, "Lake", {
    ...common,
    bucketName: Fn.sub(bucketName(platform, "lake")),
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    // One data key for many objects: Delta writes many small ones, each a request to KMS otherwise.
    bucketKeyEnabled: true,
    versioned: true,
    lifecycleRules: [
      {
        id: "overwritten-and-deleted",
        noncurrentVersionExpiration: Duration.days(noncurrentDays),
        expiredObjectDeleteMarker: true,
      },
      {
        id: "unfinished-uploads",
        abortIncompleteMultipartUploadAfter: Duration.days(multipartDays),
      },
    ],
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: "lake/",
    // Kept with the data by `weir destroy`; but a failed creation leaves no name behind.
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  return asInterface(bucket);
}

/** CDK's classes are not written for `exactOptionalPropertyTypes`; its interfaces mean them. */
const asInterface = (bucket: Bucket) => bucket as IBucket;

/**
 * Strimzi's build fetches an artifact of `type: jar` by plain https, without credentials. An
 * anonymous request cannot decrypt by KMS, so this bucket has S3's own encryption; it holds only
 * published open-source jars, and each is checked against the sha512 of the KafkaConnect. A policy
 * that fixes the endpoint or the VPC is not public, and passes the block of public access.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
function createPluginBucket(
  stack: Stack,
  platform: AwsPlatform,
  s3Path: S3Path,
  logs: IBucket,
): IBucket {
  const bucket = new Bucket(stack, "Plugins", {
    ...common,
    bucketName: Fn.sub(bucketName(platform, "plugins")),
    encryption: BucketEncryption.S3_MANAGED,
    versioned: true,
    lifecycleRules: [
      {
        id: "overwritten-and-deleted",
        noncurrentVersionExpiration: Duration.days(noncurrentDays),
        expiredObjectDeleteMarker: true,
        abortIncompleteMultipartUploadAfter: Duration.days(multipartDays),
      },
    ],
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: "plugins/",
    removalPolicy: RemovalPolicy.DESTROY,
  });
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: "PluginsWithinVpc",
      effect: Effect.ALLOW,
      principals: [new AnyPrincipal()],
      actions: ["s3:GetObject"],
      resources: [bucket.arnForObjects("plugins/*")],
      conditions: {
        StringEquals:
          "endpointId" in s3Path
            ? { "aws:SourceVpce": s3Path.endpointId }
            : { "aws:SourceVpc": s3Path.vpcId },
      },
    }),
  );
  return asInterface(bucket);
}

/**
 * S3 delivers access logs to buckets with its own encryption only. CloudFormation names this one:
 * it is kept with the lake, and would stand in the way of a platform made anew.
 */
function createLogBucket(stack: Stack): IBucket {
  const bucket = new Bucket(stack, "AccessLogs", {
    ...common,
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [
      {
        id: "old-logs",
        expiration: Duration.days(accessLogDays),
        abortIncompleteMultipartUploadAfter: Duration.days(multipartDays),
      },
    ],
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  return asInterface(bucket);
}
