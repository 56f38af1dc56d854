import { names, type Platform } from "@weir/core";
import type { AwsPlatform } from "../aws-platform.ts";
import { placeholder } from "../outputs.ts";
import { lakePrefixes } from "./lake-prefixes.ts";

/** One source of a job file: the same shape as lakehouse/weir_lakehouse/job_spec.py. */
export interface LakeJobSource {
  readonly name: string;
  readonly schemaHistoryTopic: string;
  readonly tables: readonly {
    readonly database: string;
    readonly table: string;
    readonly topic: string;
  }[];
}

/** What every job file says, wherever the job runs. */
export interface LakeJobFile {
  readonly bootstrapServers: string;
  /** Properties of every Kafka client of the job: security, nothing else. */
  readonly kafkaOptions?: Readonly<Record<string, string>>;
  readonly registry: { readonly name: string; readonly region: string; readonly endpoint?: string };
  readonly lakePath: string;
  readonly checkpointPath: string;
  readonly sources: readonly LakeJobSource[];
  readonly gold: Readonly<Record<string, string>>;
  /** `availableNow`, or `processingTime` and a Spark interval. */
  readonly trigger: string;
  /** Records of one micro-batch at most. @default 200000 */
  readonly maxOffsetsPerTrigger?: number;
}

/** https://github.com/aws/aws-msk-iam-auth#configuring-a-kafka-client-to-use-aws-iam-with-aws_msk_iam-mechanism */
export const mskIamOptions: Readonly<Record<string, string>> = {
  "security.protocol": "SASL_SSL",
  "sasl.mechanism": "AWS_MSK_IAM",
  "sasl.jaas.config": "software.amazon.msk.auth.iam.IAMLoginModule required;",
  "sasl.client.callback.handler.class": "software.amazon.msk.auth.iam.IAMClientCallbackHandler",
};

/** The job file on AWS; servers and bucket stand as `${WEIR_…}` until they are known. Pure. */
export function planGlueJobFile(platform: AwsPlatform): LakeJobFile {
  const bucket = placeholder("WEIR_BUCKET");
  return {
    bootstrapServers: placeholder("WEIR_BOOTSTRAP_SERVERS"),
    kafkaOptions: mskIamOptions,
    registry: { name: platform.registry.name ?? platform.name, region: platform.aws.region },
    lakePath: `s3://${bucket}/${lakePrefixes.lake}`.replace(/\/$/, ""),
    checkpointPath: `s3://${bucket}/${lakePrefixes.checkpoints}`.replace(/\/$/, ""),
    sources: planLakeSources(platform),
    gold: platform.lake.gold,
    trigger: platform.lake.cadence === "continuous" ? planTrigger("continuous") : "availableNow",
    // A batch is spread over the workers, and each costs some seconds of S3 round trips.
    maxOffsetsPerTrigger: 500_000,
  };
}

/** Sources, tables and topics of a spec, as the job reads them. */
export function planLakeSources(platform: Platform): LakeJobSource[] {
  return Object.entries(platform.sources).map(([source, { tables }]) => ({
    name: source,
    schemaHistoryTopic: names.schemaHistoryTopicName(source),
    tables: tables.map((table) => ({
      ...names.parseTableName(table),
      topic: names.topicName(source, table),
    })),
  }));
}

/** A cadence of the spec as a Spark interval: of a job that does not end. */
export function planTrigger(cadence: string): string {
  return `processingTime ${cadence === "continuous" ? "5 seconds" : cadence}`;
}
