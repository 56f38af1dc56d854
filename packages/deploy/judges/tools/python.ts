import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { WeirError } from "@weir/core";

/** A virtual environment of its own, with pip and nothing else. */
export interface Python {
  /** Such as `3.13.0`. */
  readonly version: string;
  readonly run: (
    args: readonly string[],
  ) => Promise<{ readonly ok: boolean; readonly output: string }>;
}

const deadlineMs = 120_000;
// Glue 6.0 runs 3.13: that one where the machine has it.
const names = ["python3.13", "python3.14", "python3.12", "python3.11", "python3"];

/**
 * Makes the environment in `folder`.
 *
 * @throws WeirError PREREQUISITE_MISSING without a Python that can
 */
export async function preparePython(folder: string): Promise<Python> {
  const environment = join(folder, "python");
  let reason: unknown;
  for (const name of names) {
    process.stderr.write(`making an environment with ${name}\n`);
    try {
      await promisify(execFile)(name, ["-m", "venv", environment], { timeout: deadlineMs });
      return await open(join(environment, "bin", "python"));
    } catch (error) {
      // A shim of a version that is not active, or a Python without venv.
      reason = error;
    }
  }
  throw new WeirError("PREREQUISITE_MISSING", "there is no Python that makes an environment", {
    remedy: "install Python 3.11 or later with venv (Debian, Ubuntu: apt install python3-venv)",
    cause: reason,
  });
}

async function open(program: string): Promise<Python> {
  const run: Python["run"] = (args) =>
    promisify(execFile)(program, [...args], { timeout: deadlineMs, maxBuffer: 16 << 20 }).then(
      ({ stdout, stderr }) => ({ ok: true, output: stdout + stderr }),
      (error: { code?: unknown; stdout?: string; stderr?: string }) => {
        // An exit code is a verdict; a signal or a missing file is not.
        if (typeof error.code !== "number") throw error;
        return { ok: false, output: `${error.stdout ?? ""}${error.stderr ?? ""}` };
      },
    );
  const { output } = await run(["--version"]);
  return { version: output.trim().replace("Python ", ""), run };
}
