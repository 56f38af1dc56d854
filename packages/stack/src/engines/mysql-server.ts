import type { ProcessCommand } from "../process/start-process.ts";

/** A MySQL server program that this machine can run. */
export interface MysqlServer {
  /** How it is called: directly, or through the unpacked loader of a newer libc. */
  readonly file: string;
  readonly leadingArgs: readonly string[];
  /** Folder with error messages and character sets. */
  readonly shareDirectory: string | undefined;
  /** As it prints it, such as "9.7.4". */
  readonly version: string;
  readonly major: number;
  /** Where it came from, for people. */
  readonly origin: string;
}

/** The newest major that Weir's own tests run on. */
export const testedMysqlMajor = 9;

export function mysqldCommand(server: MysqlServer, args: readonly string[]): ProcessCommand {
  const share =
    server.shareDirectory === undefined
      ? []
      : [
          `--lc-messages-dir=${server.shareDirectory}`,
          `--character-sets-dir=${server.shareDirectory}/charsets`,
        ];
  // Defaults of the machine's own server are not ours.
  const user = process.getuid?.() === 0 ? ["--user=root"] : [];
  return {
    file: server.file,
    args: [...server.leadingArgs, "--no-defaults", ...share, ...user, ...args],
    dropCapabilities: true,
  };
}

/** "…/mysqld  Ver 9.7.4-2 for debian-linux-gnu on x86_64" → "9.7.4". */
export function parseMysqlVersion(output: string): string | undefined {
  return /Ver (\d+\.\d+\.\d+)/.exec(output)?.[1];
}
