import { withConnectors } from "../connectors/connector-control.ts";
import { defineCommand } from "../define-command.ts";
import { selectNamed } from "../select-named.ts";
import { type Target, targetFlag } from "../target.ts";

/** `weir delete`: takes a connector out of Kafka Connect. */
export const deleteConnector = defineCommand<{ target: Target }, [string]>({
  description:
    "Connect keeps the offsets under the connector's name: applied again, it goes on where it was.",
  flags: { target: targetFlag },
  positional: [{ name: "CONNECTOR", brief: "Name of the connector" }],
  run: (command, { target }, name) =>
    withConnectors(command, target, async (connectors) => {
      await selectNamed("connector", await connectors.statuses(), name);
      await connectors.remove(name);
      return {
        json: { name, deleted: true },
        human: `connector ${name} is deleted; its topics and offsets stay\n`,
      };
    }),
});
