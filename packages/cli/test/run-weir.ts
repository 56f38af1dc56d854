import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import type { TestContext } from "node:test";
import { runCli } from "../src/run-cli.ts";

const bin = path.resolve(import.meta.dirname, "../../../bin/weir");

/** Answers of one call of bin/weir. */
export interface WeirAnswer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface WeirOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs bin/weir as a user does, without what of Weir this process has in its environment. */
export function runWeir(args: readonly string[], options: WeirOptions): WeirAnswer {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(WEIR_|NODE_)/.test(name));
  const { status, stdout, stderr } = spawnSync(bin, args, {
    cwd: options.cwd,
    env: { ...Object.fromEntries(inherited), ...options.env },
    input: options.input ?? "",
    encoding: "utf8",
    timeout: 60_000,
  });
  return { exitCode: status, stdout, stderr };
}

/** The same within this process: for what is asked many times and ends at once. */
export async function callWeir(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<WeirAnswer> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const exitCode = await runCli(args, {
    stdin: Readable.from([]),
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    env,
    cwd: () => cwd,
    on: () => {},
    off: () => {},
    exit: () => {
      throw new Error("the command ended the process");
    },
  });
  return { exitCode, ...written };
}

/** A folder of its own for one test; with a spec where a text of one is given. */
export function makeFolder(t: TestContext, spec?: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "weir-cli-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  if (spec !== undefined) writeFileSync(path.join(folder, "weir.config.yaml"), spec);
  return folder;
}

export const smallSpec = "name: legopoc\nsources:\n  fullfillment:\n    tables: [test_db.person]\n";
