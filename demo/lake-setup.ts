import { type PythonEnvironment, preparePythonEnvironment } from "@weir/lake";
import type { StackPrerequisites } from "@weir/stack";

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
