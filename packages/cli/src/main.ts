/** The weir command; bin/weir runs this file with Node 24. */
import { runCli } from "./run-cli.ts";

// `weir consume … | head` closes our stdout: that is an end, not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
}
process.exitCode = await runCli(process.argv.slice(2), process);
