import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { cacheDirectory, WeirError } from "@weir/core";
import { runTool } from "./run-tool.ts";

const pyproject = resolve(import.meta.dirname, "../../lakehouse/pyproject.toml");
const installDeadlineMs = 600_000;

/**
 * Folder of the programs (`python` among them) of a virtual environment with one optional group of
 * lakehouse/pyproject.toml, such as `judges`; made once per set of versions, kept in the cache.
 *
 * @throws WeirError PREREQUISITE_MISSING without Python 3.10 or later, DOWNLOAD_FAILED if pip fails
 */
export async function preparePythonJudges(group: string): Promise<string> {
  const requirements = readRequirements(await readFile(pyproject, "utf8"), group);
  const version = await pythonVersion();
  const hash = createHash("sha256")
    .update([version, ...requirements].join("\n"))
    .digest("hex");
  const name = `${group}-${hash.slice(0, 16)}`;
  const directory = join(cacheDirectory(process.env, homedir()), "judges", name);
  const complete = join(directory, ".complete");
  if (!existsSync(complete)) {
    process.stderr.write(`making a Python environment with ${requirements.join(", ")}\n`);
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    await install("python3", ["-m", "venv", directory]);
    const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input"];
    const quiet = ["--quiet", "--progress-bar=off"];
    await install(join(directory, "bin", "python"), [...pip, ...quiet, ...requirements]);
    // Last: an environment without it was interrupted, and is made again.
    await writeFile(complete, "");
  }
  return join(directory, "bin");
}

function readRequirements(text: string, group: string): string[] {
  const body = new RegExp(`^${group}\\s*=\\s*\\[\\n(.*?)^\\]`, "ms").exec(text)?.[1] ?? "";
  const requirements = [...body.matchAll(/"([^"]+)"/g)].map((match) => match[1] as string);
  if (requirements.length > 0) return requirements;
  throw new WeirError("PREREQUISITE_MISSING", `${pyproject} has no group "${group}"`);
}

async function pythonVersion(): Promise<string> {
  const program = "import sys; print('%d.%d.%d' % sys.version_info[:3])";
  const version = await runTool("python3", ["-c", program], { deadlineMs: 30_000 }).then(
    ({ stdout }) => stdout.trim(),
    () => "",
  );
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major === 3 && minor >= 10) return version;
  throw new WeirError(
    "PREREQUISITE_MISSING",
    `the judges need Python 3.10, found ${version || "none"}`,
    { remedy: "install python3 and python3-venv of 3.10 or later, and put it on the PATH" },
  );
}

async function install(program: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runTool(program, args, { deadlineMs: installDeadlineMs });
  if (code === 0) return;
  const end = `${stdout}${stderr}`.trim().split("\n").slice(-5).join(" | ");
  throw new WeirError(
    "DOWNLOAD_FAILED",
    `the judges' Python packages cannot be installed: ${end}`,
    {
      remedy: "check the network, pip's configuration and the package python3-venv, then try again",
    },
  );
}
