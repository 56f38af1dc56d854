import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { JavaHome } from "../engines/find-java.ts";
import type { ProcessCommand } from "../process/start-process.ts";

export interface JvmOptions {
  readonly java: JavaHome;
  readonly classPathFolder: string;
  readonly heapMiB: number;
  /** Class data archive made for exactly this Java and this class path; skipped when absent. */
  readonly archive?: string | undefined;
  readonly agent?: string | undefined;
  readonly properties: Readonly<Record<string, string>>;
  readonly mainClass: string;
  readonly args: readonly string[];
  readonly extraFlags?: readonly string[];
}

/**
 * Flags for a machine that is shared by the whole stack: only the first compiler, whose code comes
 * at once and takes little memory, and the collector without threads of its own. Measured slower
 * in steady state (docs/ARCHITECTURE.md, "Non-obvious"): not for workers whose throughput counts.
 */
const smallMachineFlags = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss512k"];

/** The class path in the one order that the archive was made with. */
export function listClassPath(folder: string): string {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jar"))
    .sort()
    .map((name) => join(folder, name))
    .join(":");
}

export function javaCommand(options: JvmOptions): ProcessCommand {
  const { archive, agent } = options;
  return {
    file: join(options.java.home, "bin", "java"),
    args: [
      ...smallMachineFlags,
      `-Xms${Math.min(options.heapMiB, 64)}m`,
      `-Xmx${options.heapMiB}m`,
      "-XX:MaxMetaspaceSize=192m",
      "-XX:ReservedCodeCacheSize=64m",
      "-XX:+ExitOnOutOfMemoryError",
      "-Djava.awt.headless=true",
      "-Dfile.encoding=UTF-8",
      // An archive that does not fit is passed over, not an error.
      "-Xshare:auto",
      ...(archive && existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : []),
      ...(options.extraFlags ?? []),
      ...(agent ? [`-javaagent:${agent}`] : []),
      ...Object.entries(options.properties).map(([key, value]) => `-D${key}=${value}`),
      "-cp",
      listClassPath(options.classPathFolder),
      options.mainClass,
      ...options.args,
    ],
  };
}
