import { accessSync, constants, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { findProgram, WeirError } from "@weir/core";

export interface JavaHome {
  readonly home: string;
  /** As its `release` file says, such as "17.0.15". */
  readonly version: string;
  readonly major: number;
}

/** Spark 4 needs at least 17; it refuses 25, and 21 is the newest that it is tested with. */
export const supportedJava = { oldest: 17, newest: 21 } as const;

/**
 * The Java of JAVA_HOME, else the one on the PATH. `installedRoot` holds those that a remedy may
 * name.
 * @throws PREREQUISITE_MISSING when there is none, or when its version does not fit
 */
export function findJava(env: NodeJS.ProcessEnv, installedRoot = "/usr/lib/jvm"): JavaHome {
  const found = locateJava(env);
  const range = `${supportedJava.oldest} to ${supportedJava.newest}`;
  if (!found) {
    throw new WeirError(
      "PREREQUISITE_MISSING",
      env.JAVA_HOME
        ? `no java in JAVA_HOME ${env.JAVA_HOME}; Weir needs Java ${range}`
        : `no java on the PATH; Weir needs Java ${range}`,
      { remedy: javaRemedy(installedRoot), details: { prerequisite: "java" } },
    );
  }
  if (found.major < supportedJava.oldest || found.major > supportedJava.newest) {
    const reason =
      found.major > supportedJava.newest ? "Spark refuses newer ones" : "Kafka refuses older ones";
    throw new WeirError(
      "PREREQUISITE_MISSING",
      `java ${found.version} at ${found.home} does not fit: Weir needs Java ${range} (${reason})`,
      {
        remedy: javaRemedy(installedRoot),
        details: { prerequisite: "java", found: found.version },
      },
    );
  }
  return found;
}

function locateJava(env: NodeJS.ProcessEnv): JavaHome | undefined {
  if (env.JAVA_HOME) return readJavaHome(env.JAVA_HOME);
  const file = findProgram("java", env);
  return file ? readJavaHome(dirname(dirname(realpathSync(file)))) : undefined;
}

function readJavaHome(home: string): JavaHome | undefined {
  try {
    accessSync(join(home, "bin", "java"), constants.X_OK);
    const release = readFileSync(join(home, "release"), "utf8");
    const version = /^JAVA_VERSION="([^"]+)"/m.exec(release)?.[1];
    if (!version) return undefined;
    // Up to Java 8 the major came second: 1.8.0_292.
    const parts = version.split(".");
    const major = Number.parseInt((parts[0] === "1" ? parts[1] : parts[0]) ?? "", 10);
    return Number.isNaN(major) ? undefined : { home, version, major };
  } catch {
    return undefined;
  }
}

function javaRemedy(installedRoot: string): string {
  const fitting = listInstalled(installedRoot).find(
    (java) => java.major >= supportedJava.oldest && java.major <= supportedJava.newest,
  );
  return fitting
    ? `Java ${fitting.version} is installed: export JAVA_HOME=${fitting.home}`
    : "install one (Debian, Ubuntu: apt-get install openjdk-17-jdk-headless) or set JAVA_HOME";
}

function listInstalled(installedRoot: string): JavaHome[] {
  try {
    return readdirSync(installedRoot)
      .map((name) => readJavaHome(join(installedRoot, name)))
      .filter((java) => java !== undefined);
  } catch {
    return [];
  }
}
