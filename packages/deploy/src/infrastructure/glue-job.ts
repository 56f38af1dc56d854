import { CfnConnection, CfnJob, CfnSecurityConfiguration, CfnTrigger } from "aws-cdk-lib/aws-glue";
import type { IRole } from "aws-cdk-lib/aws-iam";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import { Aws, RemovalPolicy, type Stack } from "aws-cdk-lib/core";
import { awsNames } from "../aws-names.ts";
import { type AwsPlatform, zonesOf } from "../aws-platform.ts";
import { planLakeFiles, planLakeJobArguments } from "../lake/plan-lake-files.ts";
import type { SynthInputs } from "../synth-inputs.ts";
import { versions } from "../versions.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import type { GlueSchedule } from "./glue-schedule.ts";

/** A second try repairs what passes by itself; progress is in the checkpoint, nothing is done twice. */
const scheduledRetries = 1;
/** A stream has no next run that would come anyway. */
const continuousRetries = 10;

/** One connection for each zone: with one alone, the loss of its zone would stop the lake. */
export function connectionNames(platform: AwsPlatform): string[] {
  return zonesOf(platform).map((_, index) => `${awsNames(platform).glueJob}-${index + 1}`);
}

/**
 * Glue takes, for each run, the first in their order whose zone and subnet are healthy (said of Glue
 * up to 5.1; nothing is said of 6.0).
 *
 * https://docs.aws.amazon.com/glue/latest/dg/glue-troubleshooting-errors.html#vpc-failover-behavior-error-10
 */
export function createConnections(
  stack: Stack,
  platform: AwsPlatform,
  { privateSubnetIds, glueSecurityGroup }: FoundationResources,
): CfnConnection[] {
  const zones = zonesOf(platform);
  return connectionNames(platform).map((name, index) => {
    const subnetId = privateSubnetIds[index];
    const availabilityZone = zones[index];
    if (subnetId === undefined || availabilityZone === undefined) {
      throw new RangeError(`there is no private subnet ${index + 1} of ${zones.length}`);
    }
    const connection = new CfnConnection(stack, `Network${index + 1}`, {
      catalogId: Aws.ACCOUNT_ID,
      connectionInput: {
        name,
        connectionType: "NETWORK",
        description: "Lets the Spark job into the VPC",
        // CloudFormation wants the key, the type has no properties.
        connectionProperties: {},
        physicalConnectionRequirements: {
          availabilityZone,
          subnetId,
          securityGroupIdList: [glueSecurityGroup.securityGroupId],
        },
      },
    });
    // Newer than many a region's resource schema.
    connection.addPropertyDeletionOverride("Tags");
    return connection;
  });
}

/** Encrypts what the job writes by itself: temporary objects, logs, bookmarks (it keeps none). */
export function createSecurityConfiguration(
  stack: Stack,
  platform: AwsPlatform,
  { key }: FoundationResources,
): CfnSecurityConfiguration {
  const kmsKeyArn = key.keyArn;
  return new CfnSecurityConfiguration(stack, "Encryption", {
    name: awsNames(platform).glueJob,
    encryptionConfiguration: {
      s3Encryptions: [{ s3EncryptionMode: "SSE-KMS", kmsKeyArn }],
      cloudWatchEncryption: { cloudWatchEncryptionMode: "SSE-KMS", kmsKeyArn },
      jobBookmarksEncryption: { jobBookmarksEncryptionMode: "CSE-KMS", kmsKeyArn },
    },
  });
}

/**
 * `<prefix>/error` has Spark's log, `<prefix>/output` the job's own lines. With a security
 * configuration Glue may add its name and the role's to the prefix; both begin alike, and the role's
 * policy covers them.
 *
 * https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html
 */
export function glueLogPrefix(platform: AwsPlatform): string {
  return `/aws-glue/jobs/${awsNames(platform).glueJob}`;
}

export function createJobLogs(
  stack: Stack,
  platform: AwsPlatform,
  { key }: FoundationResources,
): CfnLogGroup[] {
  return ["error", "output"].map((log) => {
    const group = new CfnLogGroup(stack, log === "error" ? "ErrorLogs" : "OutputLogs", {
      logGroupName: `${glueLogPrefix(platform)}/${log}`,
      kmsKeyId: key.keyArn,
      retentionInDays: platform.aws.logRetentionDays,
    });
    group.applyRemovalPolicy(RemovalPolicy.DESTROY);
    return group;
  });
}

export interface JobParts {
  readonly role: IRole;
  readonly connections: readonly CfnConnection[];
  readonly securityConfiguration: CfnSecurityConfiguration;
  readonly logs: readonly CfnLogGroup[];
  readonly schedule: GlueSchedule;
}

/** The Spark job. Its files lie in the bucket under their hash: a new file is a new definition. */
export function createJob(
  stack: Stack,
  platform: AwsPlatform,
  { bucket }: FoundationResources,
  inputs: SynthInputs,
  parts: JobParts,
): CfnJob {
  const { workerType, workers, timeoutMinutes } = platform.aws.glue;
  const { script } = planLakeFiles(platform, inputs);
  const continuous = parts.schedule.kind === "continuous";
  const job = new CfnJob(stack, "Job", {
    name: awsNames(platform).glueJob,
    description: `Kafka to bronze, silver and gold of the Weir platform ${platform.name}`,
    glueVersion: versions.glue,
    role: parts.role.roleArn,
    command: {
      name: continuous ? "gluestreaming" : "glueetl",
      pythonVersion: "3",
      scriptLocation: `s3://${bucket.bucketName}/${script.key}`,
    },
    workerType,
    numberOfWorkers: workers,
    // Two runs at once would write the same tables.
    executionProperty: { maxConcurrentRuns: 1 },
    connections: { connections: parts.connections.map(({ ref }) => ref) },
    securityConfiguration: parts.securityConfiguration.ref,
    defaultArguments: {
      ...planLakeJobArguments(platform, inputs, bucket.bucketName),
      "--custom-logGroup-prefix": glueLogPrefix(platform),
    },
    // A stream without timeout is restarted by Glue after seven days, in this window (UTC).
    ...(continuous
      ? { maxRetries: continuousRetries, maintenanceWindow: "Sun:3" }
      : { maxRetries: scheduledRetries, timeout: timeoutMinutes }),
  });
  // Glue makes the groups otherwise: kept for ever.
  for (const log of parts.logs) job.addResourceDependency(log);
  return job;
}

/**
 * Starts a scheduled job. A continuous one is started by `weir deploy`, and again by its retries.
 * `startsOnCreation` false: it is there, and somebody has to switch it on.
 */
export function createTrigger(
  stack: Stack,
  job: CfnJob,
  schedule: GlueSchedule,
  startsOnCreation: boolean,
): void {
  if (schedule.kind === "continuous") return;
  new CfnTrigger(stack, "Schedule", {
    name: `${job.name}-schedule`,
    type: "SCHEDULED",
    schedule: schedule.cron,
    startOnCreation: startsOnCreation,
    actions: [{ jobName: job.ref }],
  });
}
