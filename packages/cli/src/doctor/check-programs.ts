import { accessSync, constants } from "node:fs";
import path from "node:path";
import { findProgram } from "@weir/core";
import { findPython } from "@weir/lake";
import { findJava, runCommand, supportedJava } from "@weir/stack";
import { type DoctorCheck, type Machine, required, requiredBy } from "./doctor-check.ts";

const versionDeadlineMs = 20_000;
const oldestMaven = [3, 8] as const;

export function checkJava({ env }: Machine): Promise<DoctorCheck> {
  return requiredBy("java", `${supportedJava.oldest} to ${supportedJava.newest}`, () => {
    const { version, home } = findJava(env);
    return `${version} at ${home}`;
  });
}

/** Maven compiles the plugin of the workers: a Java without compiler is not enough for that. */
export function checkJavaCompiler({ env }: Machine): Promise<DoctorCheck> {
  return requiredBy("javac", "a JDK, not only a JRE", () => {
    const file = path.join(findJava(env).home, "bin", "javac");
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch (cause) {
      throw Object.assign(new Error(`no ${file}`, { cause }), {
        remedy: "install a JDK (Debian, Ubuntu: apt-get install openjdk-17-jdk-headless)",
      });
    }
  });
}

export async function checkMaven({ env }: Machine): Promise<DoctorCheck> {
  const expectation = `${oldestMaven.join(".")} or newer`;
  const remedy = "install it (Debian, Ubuntu: apt-get install maven)";
  const file = findProgram("mvn", env);
  if (file === undefined)
    return required("maven", false, "no mvn on the PATH", expectation, remedy);
  const version = await readMavenVersion(file, env);
  if (version === undefined) {
    return required("maven", false, `${file} does not tell its version`, expectation, remedy);
  }
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const ok = major > oldestMaven[0] || (major === oldestMaven[0] && minor >= oldestMaven[1]);
  return required("maven", ok, `${version} at ${file}`, expectation, remedy);
}

async function readMavenVersion(file: string, env: Machine["env"]): Promise<string | undefined> {
  try {
    const javaHome = env.JAVA_HOME === undefined ? {} : { JAVA_HOME: env.JAVA_HOME };
    const output = await runCommand(file, ["--version"], {
      deadlineMs: versionDeadlineMs,
      env: javaHome,
    });
    return /Apache Maven (\d+\.\d+\.\d+)/.exec(output)?.[1];
  } catch {
    return undefined;
  }
}

export function checkPython({ env }: Machine): Promise<DoctorCheck> {
  return requiredBy("python", "3.11 to 3.14 with venv and pip", async () => {
    const { version, path: file } = await findPython(env);
    return `${version} at ${file}`;
  });
}

export function checkSetpriv({ env }: Machine): DoctorCheck {
  const file = findProgram("setpriv", env);
  return required(
    "setpriv",
    file !== undefined,
    file ?? "not on the PATH",
    "util-linux 2.33 or newer",
    "install it (Debian, Ubuntu: apt-get install util-linux)",
  );
}

/** Nothing is fetched here: `weir up` unpacks the distribution's packages into the cache. */
export function checkMysqlServer({ env }: Machine, url: string | undefined): DoctorCheck {
  const server = findProgram("mysqld", env);
  const apt = findProgram("apt-get", env);
  const found =
    url ?? server ?? (apt === undefined ? "neither mysqld nor apt-get on the PATH" : apt);
  return required(
    "mysql",
    url !== undefined || server !== undefined || apt !== undefined,
    found,
    "mysqld 8.0 or newer, or apt-get to fetch one, or local.mysql.url",
    "install mysql-server, or name a running server in WEIR_LOCAL_MYSQL_URL",
  );
}
