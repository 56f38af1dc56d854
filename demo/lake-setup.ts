import {
  type LakeJob,
  type PythonEnvironment,
  planLakeJob,
  preparePythonEnvironment,
} from "@weir/lake";
import { registryRegion, type StackPrerequisites } from "@weir/stack";
import type { DemoContext } from "./demo-context.ts";

/** What the lake needs of the machine. */
export interface LakeSetup {
  readonly javaHome: string;
  readonly sparkJars: string;
  readonly process: {
    readonly python: PythonEnvironment;
    readonly environment: Record<string, string>;
  };
}

export async function prepareLake(
  prerequisites: StackPrerequisites,
  onProgress: (line: string) => void,
  signal: AbortSignal,
): Promise<LakeSetup> {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  const python = await preparePythonEnvironment({
    cacheDirectory: prerequisites.cacheDirectory,
    environment,
    onProgress,
    signal,
  });
  return {
    javaHome: prerequisites.java.home,
    sparkJars: prerequisites.engines.spark,
    process: { python, environment },
  };
}

export function planDemoLakeJob(context: DemoContext, lake: LakeSetup): LakeJob {
  const { platform, directory, bootstrapServers, registryEndpoint } = context;
  return planLakeJob(
    platform,
    { bootstrapServers, region: registryRegion(platform.aws?.region), registryEndpoint },
    {
      lakePath: directory.lake,
      checkpointPath: directory.lakeCheckpoints,
      sparkJars: lake.sparkJars,
    },
  );
}
