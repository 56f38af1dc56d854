import { defineStateCommand } from "../define-state-command.ts";

/** `weir pause`: the tasks stay on their workers and stand still. */
export const pause = defineStateCommand({
  description: "The tasks stay on their workers and stand still. Undone by weir resume.",
  state: "PAUSED",
});
