import { createHash } from "node:crypto";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { WeirError } from "@weir/core";
import { execa } from "execa";
import { type Environment, findPython } from "./find-python.ts";
import { findLakehouseDirectory } from "./lakehouse-directory.ts";

/** A virtual environment with everything that `pyproject.toml` pins. */
export interface PythonEnvironment {
  /** The environment's interpreter. */
  readonly python: string;
  readonly directory: string;
  /** Where the `weir_lakehouse` package is imported from. */
  readonly lakehouseDirectory: string;
}

export interface PythonEnvironmentOptions {
  /** Weir's cache of this user, such as `~/.cache/weir`. */
  readonly cacheDirectory: string;
  readonly environment: Environment;
  /** @default findLakehouseDirectory() */
  readonly lakehouseDirectory?: string;
  /** With pytest and what else the Python tests need. @default false */
  readonly withTests?: boolean;
  /** One line per step of the installation; not called when all is there already. */
  readonly onProgress?: (line: string) => void;
  /** @default 1,200,000: half a gigabyte on a slow line */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/** Written last: an environment without it was interrupted and is made again. */
const completeMarker = ".complete";

/**
 * The environment of this `pyproject.toml`, made if it is not there: about a minute and 460 MB once
 * per version set and user, then nothing, and no network.
 *
 * @throws WeirError PREREQUISITE_MISSING without a usable Python, DOWNLOAD_FAILED if pip fails,
 *   INTERRUPTED
 */
export async function preparePythonEnvironment(
  options: PythonEnvironmentOptions,
): Promise<PythonEnvironment> {
  const lakehouseDirectory = options.lakehouseDirectory ?? findLakehouseDirectory();
  const pyproject = await readFile(join(lakehouseDirectory, "pyproject.toml"), "utf8");
  const requirements = parseRequirements(pyproject, options.withTests ?? false);
  const interpreter = await findPython(options.environment);
  const hash = createHash("sha256")
    .update([interpreter.version, ...requirements].join("\n"))
    .digest("hex")
    .slice(0, 16);
  // Not built under another name and renamed: a virtual environment holds its own absolute path.
  const directory = join(options.cacheDirectory, "python", hash);
  const result = { python: join(directory, "bin", "python"), directory, lakehouseDirectory };
  const deadline = Date.now() + (options.deadlineMs ?? 1_200_000);
  if (await isComplete(directory)) return result;

  await mkdir(join(options.cacheDirectory, "python"), { recursive: true });
  const release = await lockDirectory(`${directory}.lock`, deadline, options.signal);
  try {
    if (await isComplete(directory)) return result;
    await rm(directory, { recursive: true, force: true });
    options.onProgress?.(`making a Python ${interpreter.version} environment`);
    const run = (file: string, args: string[]) => runStep(file, args, options, deadline);
    await run(interpreter.path, ["-m", "venv", directory]);
    await run(result.python, [
      "-m",
      "pip",
      "install",
      "--disable-pip-version-check",
      "--no-input",
      "--progress-bar=off",
      ...requirements,
    ]);
    await writeFile(join(directory, completeMarker), `${requirements.join("\n")}\n`);
    return result;
  } finally {
    await release();
  }
}

/** The pinned requirements, from the two arrays of `pyproject.toml` that hold them. */
export function parseRequirements(pyproject: string, withTests: boolean): string[] {
  const names = withTests ? ["dependencies", "dev"] : ["dependencies"];
  return names.flatMap((name) => {
    const body = new RegExp(`^${name}\\s*=\\s*\\[([^\\]]*)\\]`, "m").exec(pyproject)?.[1] ?? "";
    return [...body.matchAll(/"([^"]+)"/g)].map((match) => match[1] as string);
  });
}

async function isComplete(directory: string): Promise<boolean> {
  return stat(join(directory, completeMarker)).then(
    () => true,
    () => false,
  );
}

async function runStep(
  file: string,
  args: string[],
  options: PythonEnvironmentOptions,
  deadline: number,
): Promise<void> {
  const child = execa(file, args, {
    env: options.environment,
    extendEnv: false,
    all: true,
    reject: false,
    stdin: "ignore",
    timeout: Math.max(1, deadline - Date.now()),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  for await (const line of child.iterable({ from: "all" })) {
    if (/^(Collecting|Downloading|Building|Installing)/.test(line)) options.onProgress?.(line);
  }
  const result = await child;
  if (result.isCanceled)
    throw new WeirError("INTERRUPTED", "interrupted while installing Python packages");
  if (!result.failed) return;
  throw new WeirError(
    "DOWNLOAD_FAILED",
    result.timedOut
      ? "the Python packages of the lake did not arrive in time"
      : `the Python packages of the lake cannot be installed: ${lastLines(result.all ?? "")}`,
    { remedy: "check the network and pip's configuration, then try again", cause: result },
  );
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-5).join(" | ");
}

/** One process at a time, over processes: a folder with the owner's id; a dead owner's is taken. */
async function lockDirectory(
  path: string,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<() => Promise<void>> {
  while (true) {
    if (signal?.aborted) throw new WeirError("INTERRUPTED", "interrupted before installing");
    try {
      await writeFile(path, String(process.pid), { flag: "wx" });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(await readFile(path, "utf8").catch(() => ""));
    if (owner > 0 && !isRunning(owner)) {
      await rm(path, { force: true });
      continue;
    }
    if (Date.now() > deadline) {
      throw new WeirError("READY_TIMEOUT", `another process holds ${path} and does not finish`, {
        remedy: `remove the file if no "weir" is running`,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
