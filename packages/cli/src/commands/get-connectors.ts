import { withConnectors } from "../connectors/connector-control.ts";
import { defineCommand } from "../define-command.ts";
import { renderConnectors } from "../output/render-status.ts";
import { selectNamed } from "../select-named.ts";
import { type Target, targetFlag } from "../target.ts";

/** `weir get connectors`: their states, as Kafka Connect says them. */
export const getConnectors = defineCommand<{ target: Target }, [string | undefined]>({
  flags: { target: targetFlag },
  positional: [{ name: "CONNECTOR", brief: "Only this one", optional: true }],
  run: (command, { target }, name) =>
    withConnectors(command, target, async (connectors) => {
      const chosen = await selectNamed("connector", await connectors.summaries(), name);
      return { json: chosen, human: renderConnectors(chosen, command.paint) };
    }),
});
