import type { AwsPlatform } from "../aws-platform.ts";
import { lakeJobKey, lakePrefixes } from "./lake-prefixes.ts";
import type { LakeFiles } from "./plan-lake-files.ts";

/** https://docs.aws.amazon.com/glue/latest/dg/worker-types.html; one worker of them is the driver. */
const vcpus = { "G.1X": 4, "G.2X": 8, "G.4X": 16 } as const;

/**
 * DefaultArguments of the Glue job. Nothing is fetched at start but objects of the bucket.
 *
 * https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html
 */
export function planJobArguments(
  platform: AwsPlatform,
  files: LakeFiles,
  bucket: string,
): Record<string, string> {
  const s3 = (key: string) => `s3://${bucket}/${key}`;
  return {
    "--additional-python-modules": s3(files.wheel.key),
    "--conf": planSparkConf(platform),
    "--datalake-formats": "delta",
    "--enable-continuous-cloudwatch-log": "true",
    "--enable-metrics": "true",
    "--enable-observability-metrics": "true",
    "--extra-jars": files.jars.map(({ key }) => s3(key)).join(","),
    // Progress lies in the checkpoint and in Delta's commits.
    "--job-bookmark-option": "job-bookmark-disable",
    "--weir_job_file": s3(lakeJobKey),
    "--job-language": "python",
    // The wheel names no requirement, and pip asks no index for any.
    "--python-modules-installer-option": "--no-index",
    "--TempDir": s3(lakePrefixes.temporary),
  };
}

/**
 * Glue takes one `--conf`; further settings are chained inside its value. On the context, not on
 * the session: each table of the job has a session of its own.
 */
function planSparkConf({ aws: { glue } }: AwsPlatform): string {
  const partitions = (glue.workers - 1) * vcpus[glue.workerType] * 2;
  const settings = {
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    // Views of one run; neither Hive nor the Data Catalog knows them.
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.warehouse.dir": "file:///tmp/weir-warehouse",
    "spark.sql.shuffle.partitions": String(partitions),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(" --conf ");
}
