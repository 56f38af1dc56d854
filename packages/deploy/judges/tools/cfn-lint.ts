import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory, WeirError } from "@weir/core";

/** https://github.com/aws-cloudformation/cfn-lint, pinned in lakehouse/pyproject.toml. */
export interface CfnLint {
  /** What cfn-lint says of template files, in one run: it costs a second and a half to start. */
  readonly lint: (files: readonly string[], region: string) => Promise<CfnLintFinding[]>;
}

export interface CfnLintFinding {
  readonly file: string;
  /** Such as `E3002`: E error, W warning, I information. */
  readonly rule: string;
  readonly message: string;
  /** Path within the template. */
  readonly path: string;
}

const pyproject = resolve(import.meta.dirname, "../../../../lakehouse/pyproject.toml");
const installDeadlineMs = 600_000;
const lintDeadlineMs = 300_000;

/**
 * cfn-lint in a virtual environment of its own in the cache; made once per version.
 *
 * @throws WeirError PREREQUISITE_MISSING without Python 3.10 or later, DOWNLOAD_FAILED if pip fails
 */
export async function prepareCfnLint(): Promise<CfnLint> {
  const requirements = readRequirements(await readFile(pyproject, "utf8"));
  const version = await pythonVersion();
  const hash = createHash("sha256")
    .update([version, ...requirements].join("\n"))
    .digest("hex");
  const directory = join(
    cacheDirectory(process.env, homedir()),
    "judges",
    `cfn-lint-${hash.slice(0, 16)}`,
  );
  const complete = join(directory, ".complete");
  if (!(await exists(complete))) {
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
  const program = join(directory, "bin", "cfn-lint");
  return { lint: (files, region) => lint(program, files, region) };
}

function readRequirements(text: string): string[] {
  const body = /^judges\s*=\s*\[([^\]]*)\]/m.exec(text)?.[1] ?? "";
  const requirements = [...body.matchAll(/"([^"]+)"/g)].map((match) => match[1] as string);
  if (requirements.length > 0) return requirements;
  throw new WeirError("PREREQUISITE_MISSING", `${pyproject} has no group "judges"`);
}

async function pythonVersion(): Promise<string> {
  const program = "import sys; print('%d.%d.%d' % sys.version_info[:3])";
  const version = await promisify(execFile)("python3", ["-c", program], { timeout: 30_000 }).then(
    ({ stdout }) => stdout.trim(),
    () => "",
  );
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major === 3 && minor >= 10) return version;
  throw new WeirError(
    "PREREQUISITE_MISSING",
    `cfn-lint needs Python 3.10, found ${version || "none"}`,
    {
      remedy: "install python3 and python3-venv of 3.10 or later, and put it on the PATH",
    },
  );
}

async function install(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(program, args, installDeadlineMs);
  if (code === 0) return;
  const end = output.trim().split("\n").slice(-5).join(" | ");
  throw new WeirError("DOWNLOAD_FAILED", `cfn-lint cannot be installed: ${end}`, {
    remedy: "check the network, pip's configuration and the package python3-venv, then try again",
  });
}

async function lint(
  program: string,
  files: readonly string[],
  region: string,
): Promise<CfnLintFinding[]> {
  const args = ["--format", "json", "--include-checks", "W", "--regions", region, "--", ...files];
  const { code, output } = await run(program, args, lintDeadlineMs);
  // 2, 4 and 8 add up: errors, warnings, information.
  if (code === null || code % 2 === 1 || code > 14) {
    throw new WeirError("CHECK_FAILED", `cfn-lint ended with ${code}: ${output.slice(-2_000)}`);
  }
  return (JSON.parse(output) as Match[]).map((match) => ({
    file: match.Filename,
    rule: match.Rule.Id,
    message: match.Message,
    path: (match.Location.Path ?? []).join("/"),
  }));
}

interface Match {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path?: readonly (string | number)[] };
}

/** Output of both streams where it fails, of standard output otherwise. */
function run(program: string, args: readonly string[], deadlineMs: number) {
  return new Promise<{ code: number | null; output: string }>((settle, fail) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: deadlineMs,
      killSignal: "SIGKILL",
    });
    let out = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.on("error", fail);
    child.on("close", (code) =>
      settle({ code, output: code === 1 || out === "" ? out + errors : out }),
    );
  });
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );
