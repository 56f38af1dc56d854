import type { Platform } from "@weir/core";
import { findProgram, WeirError } from "@weir/core";
import type { ReportProgress } from "../progress.ts";
import { buildEngines, type Engines } from "./build-engines.ts";
import { findJava, type JavaHome } from "./find-java.ts";
import { findMysql } from "./find-mysql.ts";
import type { MysqlServer } from "./mysql-server.ts";

/** Everything that must be on the machine before the first process of the stack starts. */
export interface StackPrerequisites {
  readonly cacheDirectory: string;
  readonly java: JavaHome;
  readonly engines: Engines;
  /** Undefined where the spec names a running server. */
  readonly mysql: MysqlServer | undefined;
}

export interface PrepareEnginesOptions {
  readonly platform: Platform;
  readonly cacheDirectory: string;
  readonly sourceDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly report: ReportProgress;
  readonly signal?: AbortSignal | undefined;
}

/** Finds what is there and fetches what is not, into the user's cache. */
export async function prepareEngines(options: PrepareEnginesOptions): Promise<StackPrerequisites> {
  assertSupportedPlatform(options.env);
  const java = findJava(options.env);
  // First what can be missing for good, then what takes longest.
  const mysql = options.platform.local.mysql.url ? undefined : await findMysql(options);
  const engines = await buildEngines({ ...options, java });
  return { cacheDirectory: options.cacheDirectory, java, engines, mysql };
}

export function assertSupportedPlatform(env: NodeJS.ProcessEnv): void {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new WeirError(
      "PLATFORM_UNSUPPORTED",
      `the local stack runs on Linux x64, not on ${process.platform} ${process.arch}`,
      { remedy: "use a Linux x64 machine; every other command works here" },
    );
  }
  if (!findProgram("setpriv", env)) {
    throw new WeirError("PREREQUISITE_MISSING", "no setpriv on the PATH", {
      remedy: "install util-linux 2.33 or newer (Debian, Ubuntu: apt-get install util-linux)",
      details: { prerequisite: "setpriv" },
    });
  }
}
