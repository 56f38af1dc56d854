import { defineCommand } from "../define-command.ts";
import { renderStatus } from "../output/render-status.ts";
import { openStateDirectory } from "../running-stack.ts";

/** `weir status`: services and connectors of the local stack. */
export const status = defineCommand({
  async run(command) {
    const stack = await import("@weir/stack");
    const found = await stack.status(await openStateDirectory(command));
    return { json: found, human: renderStatus(found, command.paint) };
  },
});
