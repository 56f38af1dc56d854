import { defineStateCommand } from "../define-state-command.ts";

/** `weir resume`: after a pause or a stop. */
export const resume = defineStateCommand({
  description: "Goes on from the stored offset.",
  state: "RUNNING",
});
