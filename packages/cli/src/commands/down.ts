import { defineCommand } from "../define-command.ts";
import { toggle } from "../parameters.ts";
import { openStateDirectory } from "../running-stack.ts";

/** `weir down`: ends the local stack. */
export const down = defineCommand<{ purge: boolean }>({
  flags: { purge: toggle("Also remove its data, its passwords and the lake") },
  endsInOrder: true,
  async run(command, { purge }) {
    const stack = await import("@weir/stack");
    const directory = await openStateDirectory(command);
    command.progress.report({ step: "stop", state: "started", detail: "workers, brokers, MySQL" });
    const result = await stack.down({ directory, purge });
    command.progress.end();
    const human = result.wasRunning ? "the stack is stopped\n" : "no stack was running\n";
    const purged = result.purged ? `${directory.root} is removed\n` : "";
    return { json: result, human: human + purged };
  },
});
