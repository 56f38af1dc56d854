import type { CommandContext } from "@stricli/core";

interface CliStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): boolean;
}

/** What the command needs of its process; Node's own fits. */
export interface CliProcess {
  readonly stdin: AsyncIterable<Buffer | string> & {
    readonly isTTY?: boolean;
    destroy?(): unknown;
  };
  readonly stdout: CliStream;
  readonly stderr: CliStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
  exit(code: number): never;
}

/** What stricli hands to each command: this process, and where the exit code is put. */
export interface CliContext extends CommandContext {
  readonly process: CliProcess;
  readonly end: {
    /** Of a command that ran: 0 done, 1 failed, 2 usage, 3 the check said no. */
    exitCode: number;
  };
}
