import { homedir } from "node:os";
import type { WeirError } from "@weir/core";
import type { CommandResult, CommandRun, OutputFormat } from "./command.ts";
import type { CliContext } from "./context.ts";
import { createPaint } from "./output/paint.ts";
import { createProgress } from "./output/progress.ts";
import { type ErrorReport, renderError } from "./output/render-error.ts";
import { readStateRoot } from "./state-root.ts";

export interface RunCommandOptions {
  readonly context: CliContext;
  readonly config: string | undefined;
  readonly environment: string | undefined;
  readonly format: OutputFormat;
  readonly endsInOrder: boolean;
  readonly run: (command: CommandRun) => Promise<CommandResult | undefined>;
}

/** Runs a command, prints its result or its error, and puts down the exit code. Never throws. */
export async function runCommand(options: RunCommandOptions): Promise<void> {
  const { context, config, environment, format } = options;
  const { process } = context;
  const errorPaint = createPaint(process.stderr, process.env);
  const progress = createProgress(process.stderr, errorPaint);
  const abort = new AbortController();
  const fail = (report: ErrorReport, exitCode: number) => {
    progress.end();
    process.stderr.write(renderError(report, format, errorPaint));
    context.end.exitCode = exitCode;
  };
  const stop = () => {
    // The second Ctrl-C changes nothing: the orderly end is under way.
    if (abort.signal.aborted) return;
    abort.abort(interruption());
    if (options.endsInOrder) return;
    const { code, message } = interruption();
    fail({ code, message, remedy: null, details: {} }, 1);
    process.exit(1);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, stop);

  const command: CommandRun = {
    format,
    env: process.env,
    cwd: process.cwd(),
    config,
    signal: abort.signal,
    stdin: process.stdin,
    paint: createPaint(process.stdout, process.env),
    progress,
    print: (text) => process.stdout.write(text),
    say: (line) => {
      progress.end();
      process.stderr.write(`${line}\n`);
    },
    loadSpec: async (flags = []) => {
      const { loadPlatform } = await import("@weir/core");
      const { env } = process;
      return loadPlatform({ path: config, cwd: process.cwd(), env, flags, environment });
    },
    stateRoot: () => readStateRoot({ config, cwd: process.cwd(), env: process.env }),
    cacheDirectory: async () => {
      const { cacheDirectory } = await import("@weir/core");
      return cacheDirectory(process.env, homedir());
    },
  };
  try {
    const result = await options.run(command);
    progress.end();
    if (result !== undefined) print(result, command);
    context.end.exitCode = result?.exitCode ?? 0;
  } catch (error) {
    const { report, exitCode } = await describe(error, abort.signal);
    fail(report, exitCode);
  } finally {
    for (const name of signals) process.off(name, stop);
  }
}

function print({ json, human }: CommandResult, { format, print: write }: CommandRun): void {
  if (format === "human") write(human);
  else if (json !== undefined) write(`${JSON.stringify(json, undefined, 2)}\n`);
}

function interruption() {
  return Object.assign(new Error("interrupted"), { code: "INTERRUPTED" });
}

async function describe(
  error: unknown,
  signal: AbortSignal,
): Promise<{ report: ErrorReport; exitCode: number }> {
  const { describeError, errorCodes } = await import("@weir/core");
  const toReport = (code: keyof typeof errorCodes, report: Partial<ErrorReport>) => ({
    report: { code, message: describeError(error), remedy: null, details: {}, ...report },
    exitCode: errorCodes[code].exitCode,
  });
  if (isWeirError(error)) {
    const { code, remedy = null, details = {} } = error;
    return toReport(code, { remedy, details });
  }
  if (signal.aborted) return toReport("INTERRUPTED", { message: "interrupted" });
  return toReport("INTERNAL", {
    remedy: "report this as a defect of Weir, with what -o json prints",
    details: error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {},
  });

  function isWeirError(thrown: unknown): thrown is WeirError {
    return thrown instanceof Error && "code" in thrown && `${thrown.code}` in errorCodes;
  }
}
