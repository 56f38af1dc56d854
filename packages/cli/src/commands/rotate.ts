import { synthesize } from "../aws/synthesize.ts";
import { withDriver } from "../aws/with-driver.ts";
import { defineCommand } from "../define-command.ts";

/** `weir rotate SOURCE`: a new password for the connector of a source, without a pause. */
export const rotate = defineCommand<object, [string]>({
  description:
    "Gives the second CDC user of the source a new password, restarts the connector with it, and locks the first one when it runs. Run again, it goes on where it stopped.",
  positional: [{ name: "SOURCE", brief: "Source of the spec" }],
  endsInOrder: true,
  async run(command, _flags, source) {
    const synthesized = await synthesize(command);
    const { rotateCdcCredentials } = await import("@weir/deploy");
    const report = await withDriver(command, synthesized, (options) =>
      rotateCdcCredentials({ ...options, source }),
    );
    const { username, retired } = report;
    return {
      json: report,
      human: `connector of ${source} runs as ${username}; ${retired} is locked\n`,
    };
  },
});
