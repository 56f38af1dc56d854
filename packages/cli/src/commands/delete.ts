import { defineCommand } from "../define-command.ts";
import { openRunningStack } from "../running-stack.ts";
import { selectNamed } from "../select-named.ts";

/** `weir delete`: takes a connector out of Kafka Connect. */
export const deleteConnector = defineCommand<object, [string]>({
  description:
    "Connect keeps the offsets under the connector's name: applied again, it goes on where it was.",
  positional: [{ name: "CONNECTOR", brief: "Name of the connector" }],
  async run(command, _flags, name) {
    const { connect } = await openRunningStack(command);
    const { waitUntilGone } = await import("../wait-for-state.ts");
    const named = (await connect.listConnectors()).map((each) => ({ name: each }));
    await selectNamed("connector", named, name);
    await connect.delete(name);
    await waitUntilGone(connect, name, command.signal);
    return {
      json: { name, deleted: true },
      human: `connector ${name} is deleted; its topics and offsets stay\n`,
    };
  },
});
