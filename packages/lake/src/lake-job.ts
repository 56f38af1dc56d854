import { names, type Platform } from "@weir/core";

/** What `python -m weir_lakehouse run --job` reads; the same shape as lakehouse/…/job_spec.py. */
export interface LakeJob {
  readonly bootstrapServers: string;
  readonly registry: { readonly name: string; readonly region: string; readonly endpoint?: string };
  readonly lakePath: string;
  readonly checkpointPath: string;
  readonly sources: readonly LakeJobSource[];
  readonly gold: Readonly<Record<string, string>>;
  /** `availableNow`, or `processingTime` and a Spark interval. */
  readonly trigger: string;
  readonly sparkJars: string;
  readonly driverMemory: string;
}

export interface LakeJobSource {
  readonly name: string;
  readonly schemaHistoryTopic: string;
  readonly tables: readonly {
    readonly database: string;
    readonly table: string;
    readonly topic: string;
  }[];
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
    sources: Object.entries(platform.sources).map(([source, { tables }]) => ({
      name: source,
      schemaHistoryTopic: names.schemaHistoryTopicName(source),
      tables: tables.map((table) => ({
        ...names.parseTableName(table),
        topic: names.topicName(source, table),
      })),
    })),
    gold: platform.lake.gold,
    trigger: (options.once ?? true) ? "availableNow" : planTrigger(platform.lake.cadence),
    sparkJars: paths.sparkJars,
    driverMemory: options.driverMemory ?? "1500m",
  };
}

function planTrigger(cadence: string): string {
  return `processingTime ${cadence === "continuous" ? "5 seconds" : cadence}`;
}
