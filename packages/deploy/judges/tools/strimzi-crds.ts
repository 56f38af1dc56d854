import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory, WeirError } from "@weir/core";
import { parse } from "yaml";
import type { StructuralSchema } from "./structural.ts";

/** A version of a resource as its definition serves it. */
export interface ResourceSchema {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: StructuralSchema;
}

/** Resources whose definitions the generator writes, by their model class. */
const models = {
  KafkaConnect: "io.strimzi.api.kafka.model.connect.KafkaConnect",
  KafkaConnector: "io.strimzi.api.kafka.model.connector.KafkaConnector",
} as const;

const root = resolve(import.meta.dirname, "../../../..");
const module = "engines/strimzi-crds/pom.xml";
/** What Strimzi's classes are compiled for. */
const oldestJava = 21;
const downloadDeadlineMs = 600_000;
const generateDeadlineMs = 120_000;

/** Folder of a Java of at least 21; undefined where the machine has none. */
export async function findNewerJava(
  env: NodeJS.ProcessEnv = process.env,
  installedRoot = "/usr/lib/jvm",
): Promise<string | undefined> {
  const installed = await readdir(installedRoot).catch(() => []);
  const homes = [env.JAVA_HOME ?? "", ...installed.sort().map((name) => join(installedRoot, name))];
  for (const home of homes) {
    if (home === "" || !existsSync(join(home, "bin", "java"))) continue;
    const release = await readFile(join(home, "release"), "utf8").catch(() => "");
    const major = Number(/^JAVA_VERSION="(\d+)/m.exec(release)?.[1] ?? 0);
    if (major >= oldestJava) return home;
  }
  return undefined;
}

/** Their schemas, as prepareStrimziCrdFiles makes the files. */
export async function prepareStrimziCrds(): Promise<readonly ResourceSchema[] | undefined> {
  const files = await prepareStrimziCrdFiles();
  return files === undefined ? undefined : Promise.all(files.map(readDefinition));
}

/**
 * The definitions as Strimzi's own generator writes them, made once per version and kept in the
 * cache. Undefined where no Java ≥ 21 is installed.
 *
 * @throws WeirError PREREQUISITE_MISSING without mvn, DOWNLOAD_FAILED, CHECK_FAILED with what the
 *   generator said
 */
export async function prepareStrimziCrdFiles(): Promise<readonly string[] | undefined> {
  const pom = await readFile(join(root, "pom.xml"), "utf8");
  const version = /<strimzi\.version>([^<]+)</.exec(pom)?.[1] ?? "unknown";
  const directory = join(
    cacheDirectory(process.env, homedir()),
    "judges",
    `strimzi-crds-${version}`,
  );
  if (!existsSync(directory)) {
    const java = await findNewerJava();
    if (java === undefined) return undefined;
    process.stderr.write(`generating Strimzi's ${version} resource definitions\n`);
    await generateInto(directory, java);
  }
  return Object.keys(models).map((kind) => join(directory, `${kind}.yaml`));
}

async function generateInto(directory: string, java: string): Promise<void> {
  // Made beside and renamed: neither an interrupted nor a parallel run leaves half.
  const work = `${directory}.${randomUUID()}`;
  try {
    await mkdir(join(work, "out"), { recursive: true });
    for (const file of ["pom.xml", module]) {
      await cp(join(root, file), join(work, "source", file), { recursive: true });
    }
    await run("mvn", java, downloadDeadlineMs, [
      ...["-B", "-q", "-ntp", "-f", join(work, "source", module)],
      ...[`-Dengines.dir=${join(work, "jars")}`, "package"],
    ]);
    const targets = Object.entries(models).map(
      ([kind, model]) => `${model}=${join(work, "out", `${kind}.yaml`)}`,
    );
    // As the build of Strimzi's module "api" calls it.
    await run(join(java, "bin", "java"), java, generateDeadlineMs, [
      ...["-cp", join(work, "jars", "strimzi-crds", "*"), "io.strimzi.crdgenerator.CrdGenerator"],
      ...["--target-kube", "1.16+", "--crd-api-version", "v1"],
      ...["--api-versions", "v1", "--storage-version", "v1", "--yaml", ...targets],
    ]);
    await rename(join(work, "out"), directory).catch((error) => {
      if (!existsSync(directory)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function run(
  program: string,
  java: string,
  timeout: number,
  args: readonly string[],
): Promise<void> {
  const env = { ...process.env, JAVA_HOME: java };
  await promisify(execFile)(program, args, { env, timeout }).catch((cause) => {
    if (cause.code === "ENOENT") {
      throw new WeirError("PREREQUISITE_MISSING", `no ${program} on the PATH`, {
        remedy: "install Maven 3.8 or newer (Debian, Ubuntu: apt-get install maven)",
      });
    }
    const end = `${cause.stdout ?? ""}${cause.stderr ?? ""}`.trim().split("\n").slice(-5);
    const code = program === "mvn" ? "DOWNLOAD_FAILED" : "CHECK_FAILED";
    const message = cause.killed ? `not done after ${timeout / 1_000} s` : end.join(" | ");
    throw new WeirError(code, `${program} for Strimzi's definitions: ${message}`, {
      remedy: "check that Maven reaches its repository, then try again",
      cause,
    });
  });
}

async function readDefinition(file: string): Promise<ResourceSchema> {
  const { spec } = parse(await readFile(file, "utf8"));
  const served = spec.versions.filter(({ served }: { served: boolean }) => served);
  if (served.length !== 1) {
    throw new WeirError("CHECK_FAILED", `${file} serves ${served.length} versions, expected one`);
  }
  const [{ name, schema }] = served;
  return {
    apiVersion: `${spec.group}/${name}`,
    kind: spec.names.kind,
    schema: schema.openAPIV3Schema,
  };
}
