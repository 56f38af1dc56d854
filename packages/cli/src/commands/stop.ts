import { defineStateCommand } from "../define-state-command.ts";

/** `weir stop`: the tasks end and give back what they hold. */
export const stop = defineStateCommand({
  description:
    "The tasks end and give back what they hold; configuration and offsets stay. Undone by weir resume. The stack itself is ended by weir down.",
  state: "STOPPED",
});
