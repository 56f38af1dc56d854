import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import type { Environment } from "./find-python.ts";
import type { PythonEnvironment } from "./python-environment.ts";

export interface LakeProcessOptions {
  readonly python: PythonEnvironment;
  readonly environment: Environment;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

/** How it ended, and the last lines it wrote to stderr. */
export interface LakeProcessResult {
  readonly exitCode: number | undefined;
  readonly interrupted: boolean;
  readonly timedOut: boolean;
  readonly logTail: string;
}

const tailLines = 30;

/**
 * Runs `python -m weir_lakehouse ARGS` and gives each line of stdout and stderr as it comes.
 *
 * The process leads a group of its own, which is killed whole on abort and at the deadline; when
 * this process dies, even by SIGKILL, the kernel kills Python, and Spark's JVM ends as its stdin
 * closes.
 */
export async function runLakeProcess(
  args: readonly string[],
  options: LakeProcessOptions,
  onLine: { stdout: (line: string) => void; stderr?: (line: string) => void },
): Promise<LakeProcessResult> {
  const command = [options.python.python, "-m", "weir_lakehouse", ...args];
  const setpriv = findSetpriv(options.environment);
  if (setpriv !== undefined) command.unshift(setpriv, "--pdeathsig", "KILL", "--");
  const child = execa(command[0] as string, command.slice(1), {
    env: {
      ...options.environment,
      PYTHONPATH: options.python.lakehouseDirectory,
      // A package that npm installed may be read-only, and a clone stays clean.
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONUNBUFFERED: "1",
      PYTHONUTF8: "1",
    },
    extendEnv: false,
    detached: true,
    cleanup: true,
    buffer: false,
    reject: false,
    stdin: "ignore",
  });
  let timedOut = false;
  const killGroup = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // Ended in the meantime.
    }
  };
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup();
  }, options.deadlineMs);
  options.signal?.addEventListener("abort", killGroup, { once: true });
  if (options.signal?.aborted) killGroup();

  const tail: string[] = [];
  const readStdout = (async () => {
    for await (const line of child.iterable({ from: "stdout" })) onLine.stdout(line);
  })();
  const readStderr = (async () => {
    for await (const line of child.iterable({ from: "stderr" })) {
      onLine.stderr?.(line);
      tail.push(line);
      if (tail.length > tailLines) tail.shift();
    }
  })();
  try {
    await Promise.all([readStdout, readStderr]);
    const result = await child;
    return {
      exitCode: result.exitCode,
      interrupted: options.signal?.aborted ?? false,
      timedOut,
      logTail: tail.join("\n"),
    };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", killGroup);
    killGroup();
  }
}

function findSetpriv(environment: Environment): string | undefined {
  return (environment.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((directory) => join(directory, "setpriv"))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
