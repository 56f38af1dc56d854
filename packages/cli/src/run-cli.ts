import { run } from "@stricli/core";
import { buildCli } from "./application.ts";
import type { CliContext, CliProcess } from "./context.ts";

/** Runs one command line and answers with the exit code: 0, 1, 2 (usage) or 3 (a check said no). */
export async function runCli(args: readonly string[], process: CliProcess): Promise<number> {
  const end: CliContext["end"] = { exitCode: 0 };
  const stricli = { stdout: process.stdout, stderr: process.stderr, env: stricliEnv(process.env) };
  const outcome: typeof stricli & { exitCode?: number | string | null } = stricli;
  await run(await buildCli(args), args, {
    process: outcome,
    forCommand: () => ({ process, end }),
  });
  const code = Number(outcome.exitCode ?? 0);
  // Stricli counts its own failures below zero: -4 and -5 are the user's, the others ours.
  if (code < 0) return code === -4 || code === -5 ? 2 : 1;
  return code === 0 ? end.exitCode : code;
}

function stricliEnv(env: CliProcess["env"]): Record<string, string | undefined> {
  return env.NO_COLOR ? { ...env, STRICLI_NO_COLOR: "1" } : { ...env };
}
