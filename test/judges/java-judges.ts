import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { cacheDirectory, findProgram, WeirError } from "@weir/core";
import { findJava } from "@weir/stack";
import { runTool, type ToolOptions, type ToolOutput } from "./run-tool.ts";

const root = resolve(import.meta.dirname, "../..");
const downloadDeadlineMs = 600_000;

export interface JavaJudges {
  readonly java: string;
  /** For `-cp`: every jar of the module. */
  readonly classPath: string;
  /** Runs one source file (`java -cp … File.java ARGS`); nothing is compiled before. */
  run(sourceFile: string, args?: readonly string[], options?: ToolOptions): Promise<ToolOutput>;
}

/**
 * The jars of a module (by default `test/judges/java`: AWS's serializer, Apache Avro, Everit,
 * Apicurio), fetched by Maven once per version set and kept in the cache.
 *
 * @throws WeirError PREREQUISITE_MISSING without Java 17 to 21 or mvn, DOWNLOAD_FAILED if Maven fails
 */
export async function prepareJavaJudges(folder = "test/judges/java"): Promise<JavaJudges> {
  const { home } = findJava(process.env);
  const poms = ["pom.xml", `${folder}/pom.xml`];
  const hash = createHash("sha256");
  for (const pom of poms) hash.update(await readFile(join(root, pom)));
  const name = `${folder.replaceAll("/", "-")}-${hash.digest("hex").slice(0, 16)}`;
  const directory = join(cacheDirectory(process.env, homedir()), "judges", name);
  if (!existsSync(directory)) await fetchJars(directory, poms, home);
  const java = join(home, "bin", "java");
  const classPath = join(directory, "*");
  return {
    java,
    classPath,
    run: (sourceFile, args = [], options = {}) =>
      runTool(java, ["-XX:+UseSerialGC", "-cp", classPath, sourceFile, ...args], options),
  };
}

async function fetchJars(directory: string, poms: readonly string[], home: string): Promise<void> {
  const maven = findProgram("mvn", process.env);
  if (maven === undefined) {
    throw new WeirError("PREREQUISITE_MISSING", "no mvn on the PATH", {
      remedy: "install Maven 3.8 or newer (Debian, Ubuntu: apt-get install maven)",
    });
  }
  process.stderr.write("fetching the jars of the Java judges\n");
  // Made beside and renamed: neither an interrupted nor a parallel run leaves half.
  const work = `${directory}.${randomUUID()}`;
  try {
    for (const pom of poms) {
      await mkdir(dirname(join(work, "source", pom)), { recursive: true });
      await cp(join(root, pom), join(work, "source", pom));
    }
    const module = join(work, "source", poms.at(-1) as string);
    const target = [`-Dengines.dir=${work}`, "-Dengine.folder=jars"];
    const args = ["-B", "-q", "-ntp", "-f", module, ...target, "package"];
    const { code, stdout, stderr } = await runTool(maven, args, {
      env: { ...process.env, JAVA_HOME: home },
      deadlineMs: downloadDeadlineMs,
    });
    if (code !== 0) {
      const end = `${stdout}${stderr}`.trim().split("\n").slice(-5).join(" | ");
      throw new WeirError("DOWNLOAD_FAILED", `the judges' jars cannot be fetched: ${end}`, {
        remedy: "check that Maven reaches its repository, then try again",
      });
    }
    await rename(join(work, "jars"), directory).catch((error) => {
      if (!existsSync(directory)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
