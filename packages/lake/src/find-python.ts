import { delimiter, join } from "node:path";
import { WeirError } from "@weir/core";
import { execa } from "execa";

/** The Python releases for which every pinned package has a wheel. */
export const supportedPython = { from: [3, 11], to: [3, 14] } as const;

/** An interpreter that can make a virtual environment. */
export interface PythonInterpreter {
  readonly path: string;
  /** Such as `3.11`. */
  readonly version: string;
}

/** What is read of the process environment; only the CLI and the config module read it themselves. */
export type Environment = Readonly<Record<string, string | undefined>>;

const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"];

// `venv` without `ensurepip` is Debian's half of the module: it makes environments without pip.
const probe = [
  "import json, sys",
  "missing = []",
  "for name in ('venv', 'ensurepip'):",
  "    try: __import__(name)",
  "    except ImportError: missing.append(name)",
  "print(json.dumps([*sys.version_info[:2], missing]))",
].join("\n");

/**
 * The first supported interpreter on the PATH, pyenv's shims included (a shim of a version that is
 * not active fails the probe and is passed over).
 *
 * @throws WeirError PREREQUISITE_MISSING that names what was found instead
 */
export async function findPython(environment: Environment): Promise<PythonInterpreter> {
  const seen: string[] = [];
  for (const name of names) {
    for (const directory of (environment.PATH ?? "").split(delimiter).filter(Boolean)) {
      const path = join(directory, name);
      const answer = await probePython(path, environment);
      if (answer === undefined) continue;
      const [major, minor, missing] = answer;
      if (!isSupported(major, minor)) {
        seen.push(`${path} is ${major}.${minor}`);
      } else if (missing.length > 0) {
        seen.push(`${path} lacks ${missing.join(" and ")}`);
      } else {
        return { path, version: `${major}.${minor}` };
      }
    }
  }
  const found = seen.length === 0 ? "none is on the PATH" : [...new Set(seen)].join("; ");
  throw new WeirError("PREREQUISITE_MISSING", `the lake needs Python 3.11 to 3.14: ${found}`, {
    remedy: "install Python with venv and pip (Debian, Ubuntu: apt install python3-venv)",
    details: { found: seen },
  });
}

function isSupported(major: number, minor: number): boolean {
  const { from, to } = supportedPython;
  return major === from[0] && minor >= from[1] && minor <= to[1];
}

async function probePython(
  path: string,
  environment: Environment,
): Promise<[number, number, string[]] | undefined> {
  const result = await execa(path, ["-c", probe], {
    env: environment,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: 15_000,
  });
  if (result.failed) return undefined;
  return JSON.parse(result.stdout) as [number, number, string[]];
}
