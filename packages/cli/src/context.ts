import type { CommandContext } from "@stricli/core";

/** What stricli hands to each command: this process, and where the exit code is put. */
export interface CliContext extends CommandContext {
  readonly process: NodeJS.Process;
  readonly end: {
    /** Of a command that ran: 0 done, 1 failed, 2 usage, 3 the check said no. */
    exitCode: number;
  };
}
