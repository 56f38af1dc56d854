import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { access, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory, WeirError } from "@weir/core";

/** https://prometheus.io/docs/prometheus/latest/command-line/promtool/ */
export interface Promtool {
  readonly version: string;
  /** Runs it; what it says, from both streams, and whether it ended with 0. */
  readonly run: (
    args: readonly string[],
  ) => Promise<{ readonly ok: boolean; readonly output: string }>;
}

const downloadDeadlineMs = 300_000;
const runDeadlineMs = 120_000;

/**
 * `promtool` of the PATH, else of the distribution's package `prometheus`, unpacked into the cache:
 * one package of 20 MB that needs libc alone; nothing is installed and no root is needed.
 *
 * @throws WeirError PREREQUISITE_MISSING without either, DOWNLOAD_FAILED if apt-get fails
 */
export async function preparePromtool(): Promise<Promtool> {
  const program = (await onPath("promtool")) ?? (await unpackedPromtool());
  const { stdout } = await promisify(execFile)(program, ["--version"], { timeout: 30_000 });
  return {
    version: /version (\S+)/.exec(stdout)?.[1] ?? "unknown",
    run: (args) =>
      promisify(execFile)(program, [...args], { timeout: runDeadlineMs, maxBuffer: 64 << 20 }).then(
        ({ stdout: out, stderr }) => ({ ok: true, output: out + stderr }),
        (error: { code?: unknown; stdout?: string; stderr?: string }) => {
          // An exit code is its verdict; a signal or a missing file is not.
          if (typeof error.code !== "number") throw error;
          return { ok: false, output: `${error.stdout ?? ""}${error.stderr ?? ""}` };
        },
      ),
  };
}

async function unpackedPromtool(): Promise<string> {
  const directory = join(cacheDirectory(process.env, homedir()), "judges", "prometheus-package");
  const program = join(directory, "usr", "bin", "promtool");
  if (await exists(program)) return program;
  const [apt, dpkg] = await Promise.all([onPath("apt-get"), onPath("dpkg-deb")]);
  if (apt === undefined || dpkg === undefined) {
    throw new WeirError("PREREQUISITE_MISSING", "there is no promtool, and no apt-get to get one", {
      remedy: "put promtool of Prometheus 2.42 or later on the PATH",
    });
  }
  process.stderr.write("fetching promtool: package prometheus of this distribution\n");
  const work = `${directory}.${randomUUID()}`;
  try {
    const options = await privateApt(work);
    await download(apt, [...options, "update"], work);
    await download(apt, [...options, "download", "prometheus"], work);
    const packages = (await readdir(work)).filter((name) => name.endsWith(".deb"));
    await download(dpkg, ["-x", packages[0] ?? "prometheus.deb", "root"], work);
    // Whole or not at all: a second run may have been faster.
    await rename(join(work, "root"), directory).catch(async (error) => {
      if (!(await exists(program))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return program;
}

/** An apt with lists of its own: those of the machine may be empty, and stay as they are. */
async function privateApt(work: string): Promise<string[]> {
  await mkdir(join(work, "lists", "partial"), { recursive: true });
  await mkdir(join(work, "cache", "archives", "partial"), { recursive: true });
  await writeFile(join(work, "status"), "");
  const settings = {
    "Dir::State::Lists": join(work, "lists"),
    "Dir::State::status": join(work, "status"),
    "Dir::Cache": join(work, "cache"),
    "Debug::NoLocking": "1",
    "Acquire::Languages": "none",
    ...(process.getuid?.() === 0 ? { "APT::Sandbox::User": "root" } : {}),
  };
  return Object.entries(settings).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
}

async function download(program: string, args: readonly string[], cwd: string): Promise<void> {
  await promisify(execFile)(program, [...args], {
    cwd,
    timeout: downloadDeadlineMs,
    maxBuffer: 64 << 20,
  }).catch((cause: { stderr?: string }) => {
    const end = (cause.stderr ?? "").trim().split("\n").slice(-3).join(" | ");
    throw new WeirError("DOWNLOAD_FAILED", `promtool could not be fetched: ${end}`, {
      remedy: "check that apt-get reaches its mirror, or put promtool on the PATH",
      cause,
    });
  });
}

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, name);
    if (folder !== "" && (await exists(file))) return file;
  }
  return undefined;
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );
