import type { Platform } from "@weir/core";
import { type LakeJobFile, planLakeSources, planTrigger } from "@weir/deploy";

/** What `python -m weir_lakehouse run --job` reads; the same shape as lakehouse/…/job_spec.py. */
export interface LakeJob extends LakeJobFile {
  /** A folder of jars for Spark on this machine; a cluster has its own. */
  readonly sparkJars: string;
  readonly driverMemory: string;
}

/** Where the job finds Kafka and the registry. */
export interface LakeEndpoints {
  readonly bootstrapServers: string;
  readonly region: string;
  /** A local stand-in; AWS Glue itself where absent. */
  readonly registryEndpoint?: string;
}

/** Folders of the job; the lake's may be an `s3://` URL. */
export interface LakePaths {
  readonly lakePath: string;
  readonly checkpointPath: string;
  readonly sparkJars: string;
}

export interface LakeJobOptions {
  /** End when everything that is in Kafka now is in the lake. @default true */
  readonly once?: boolean;
  /** Heap of the Spark driver. @default "1500m" */
  readonly driverMemory?: string;
}

/** Spec and places → job file. Pure. */
export function planLakeJob(
  platform: Platform,
  endpoints: LakeEndpoints,
  paths: LakePaths,
  options: LakeJobOptions = {},
): LakeJob {
  const { registryEndpoint } = endpoints;
  return {
    bootstrapServers: endpoints.bootstrapServers,
    registry: {
      name: platform.registry.name ?? platform.name,
      region: endpoints.region,
      ...(registryEndpoint === undefined ? {} : { endpoint: registryEndpoint }),
    },
    lakePath: paths.lakePath,
    checkpointPath: paths.checkpointPath,
    sources: planLakeSources(platform),
    gold: platform.lake.gold,
    trigger: (options.once ?? true) ? "availableNow" : planTrigger(platform.lake.cadence),
    sparkJars: paths.sparkJars,
    driverMemory: options.driverMemory ?? "1500m",
  };
}
