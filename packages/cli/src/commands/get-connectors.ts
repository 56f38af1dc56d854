import { defineCommand } from "../define-command.ts";
import { renderConnectors } from "../output/render-status.ts";
import { openRunningStack } from "../running-stack.ts";
import { selectNamed } from "../select-named.ts";

/** `weir get connectors`: their states, as Kafka Connect says them. */
export const getConnectors = defineCommand<object, [string | undefined]>({
  positional: [{ name: "CONNECTOR", brief: "Only this one", optional: true }],
  async run(command, _flags, name) {
    const stack = await openRunningStack(command);
    const { status } = await import("@weir/stack");
    const { connectors } = await status(stack.directory);
    const chosen = await selectNamed("connector", connectors, name);
    return { json: chosen, human: renderConnectors(chosen, command.paint) };
  },
});
