import type { Platform } from "@weir/core";
import { registryRegion, type StateDirectory } from "@weir/stack";
import { type LakeJob, planLakeJob } from "./lake-job.ts";

/** The running local stack, as a lake run sees it. */
export interface LocalLake {
  readonly directory: Pick<StateDirectory, "lake" | "lakeCheckpoints">;
  readonly bootstrapServers: string;
  readonly registryEndpoint: string;
  readonly sparkJars: string;
}

/** The job that takes what the local stack's Kafka has into its lake, once. */
export function planLocalLakeJob(
  platform: Platform,
  { directory, bootstrapServers, registryEndpoint, sparkJars }: LocalLake,
): LakeJob {
  const region = registryRegion(platform.aws?.region);
  return planLakeJob(
    platform,
    { bootstrapServers, region, registryEndpoint },
    { lakePath: directory.lake, checkpointPath: directory.lakeCheckpoints, sparkJars },
  );
}
