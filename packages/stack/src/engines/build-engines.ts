import { createHash, randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { findProgram, WeirError } from "@weir/core";
import { runCommand } from "../process/run-command.ts";
import type { ReportProgress } from "../progress.ts";
import type { JavaHome } from "./find-java.ts";
import { keepFirst } from "./keep-first.ts";

/** The jars that the root pom.xml names, by role. */
export interface Engines {
  readonly root: string;
  /** Identifies the jars: the hash of every pom and of the plugin's sources. */
  readonly hash: string;
  readonly kafka: string;
  readonly plugins: string;
  readonly metricsAgent: string;
  readonly spark: string;
}

export interface BuildEnginesOptions {
  /** Holds pom.xml, connect-plugin/ and engines/. */
  readonly sourceDirectory: string;
  readonly cacheDirectory: string;
  readonly java: JavaHome;
  readonly env: NodeJS.ProcessEnv;
  readonly report: ReportProgress;
  readonly signal?: AbortSignal | undefined;
}

const buildDeadlineMs = 15 * 60_000;

/** The jars from the cache, or built by Maven when the poms have changed. */
export async function buildEngines(options: BuildEnginesOptions): Promise<Engines> {
  const sources = listSources(options.sourceDirectory);
  const hash = hashSources(options.sourceDirectory, sources);
  const root = join(options.cacheDirectory, "engines", hash);
  if (!existsSync(root)) await buildInto(root, sources, options);
  return {
    root,
    hash,
    kafka: join(root, "kafka"),
    plugins: join(root, "plugins"),
    metricsAgent: findAgent(join(root, "agents")),
    spark: join(root, "spark"),
  };
}

async function buildInto(
  root: string,
  sources: readonly string[],
  options: BuildEnginesOptions,
): Promise<void> {
  const { sourceDirectory, java, report } = options;
  const maven = findProgram("mvn", options.env);
  if (!maven) {
    throw new WeirError(
      "PREREQUISITE_MISSING",
      "no mvn on the PATH; Weir needs Maven 3.8 or newer",
      {
        remedy: "install it (Debian, Ubuntu: apt-get install maven)",
        details: { prerequisite: "maven" },
      },
    );
  }
  if (!existsSync(join(java.home, "bin", "javac"))) {
    throw new WeirError(
      "PREREQUISITE_MISSING",
      `java ${java.version} at ${java.home} has no compiler; Weir needs a JDK`,
      {
        remedy: `install it (Debian, Ubuntu: apt-get install openjdk-${java.major}-jdk-headless)`,
        details: { prerequisite: "jdk" },
      },
    );
  }
  report({ step: "engines", state: "started", detail: "Kafka, Connect, Debezium, converters" });
  // Built beside the cache and renamed: neither an interrupted nor a parallel build leaves half.
  const work = `${root}.${randomUUID()}`;
  try {
    mkdirSync(work, { recursive: true });
    for (const file of sources) {
      mkdirSync(dirname(join(work, "source", file)), { recursive: true });
      cpSync(join(sourceDirectory, file), join(work, "source", file));
    }
    await runCommand(
      maven,
      ["-B", "-ntp", "-DskipTests", `-Dengines.dir=${join(work, "engines")}`, "package"],
      {
        cwd: join(work, "source"),
        env: { JAVA_HOME: java.home },
        signal: options.signal,
        deadlineMs: buildDeadlineMs,
        remedy:
          "check that Maven reaches its repository (mvn -v, ~/.m2/settings.xml), then try again",
        onLine: (line) => {
          const module = /Building (\S+) .*\[(\d+)\/(\d+)\]/.exec(line);
          if (!module) return;
          const fraction = Number(module[2]) / Number(module[3]);
          report({ step: "engines", state: "running", detail: module[1] as string, fraction });
        },
      },
    );
    keepFirst(join(work, "engines"), root);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  report({ step: "engines", state: "done" });
}

function listSources(directory: string): string[] {
  const sources = ["pom.xml"];
  for (const folder of ["connect-plugin", "engines"]) {
    for (const entry of readdirSync(join(directory, folder), {
      recursive: true,
      withFileTypes: true,
    })) {
      const file = relative(directory, join(entry.parentPath, entry.name));
      if (!entry.isFile() || file.includes("target/")) continue;
      if (entry.name === "pom.xml" || file.includes("/src/main/")) sources.push(file);
    }
  }
  return sources.sort();
}

function hashSources(directory: string, sources: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of sources) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(directory, file)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

function findAgent(folder: string): string {
  const jar = readdirSync(folder).find((name) => name.startsWith("jmx_prometheus_javaagent"));
  return join(folder, jar ?? "");
}
