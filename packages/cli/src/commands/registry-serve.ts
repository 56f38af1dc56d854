import path from "node:path";
import { defineCommand } from "../define-command.ts";
import { count, text } from "../parameters.ts";

/** `weir registry serve`: the Glue-compatible schema registry on its own, in the foreground. */
export const serveRegistry = defineCommand<{ port?: number; database?: string }>({
  description:
    "Serves on loopback until Ctrl-C. Without --port a free one is taken; without --database the schemas are kept in weir-registry.sqlite here.",
  flags: {
    port: count("Port on 127.0.0.1", 0),
    database: text("SQLite file that keeps the schemas", "FILE"),
  },
  endsInOrder: true,
  async run(command, { port = 0, database = "weir-registry.sqlite" }) {
    const { startRegistry } = await import("@weir/registry");
    // SQLite's own name for a database that forgets is no file.
    const inMemory = database === ":memory:";
    const databaseFile = inMemory ? database : path.resolve(command.cwd, database);
    const registry = await startRegistry({ port, databaseFile });
    const ready = { ready: true, endpoint: registry.endpoint, database: databaseFile };
    command.print(
      command.format === "json"
        ? `${JSON.stringify(ready)}\n`
        : `the registry listens at ${registry.endpoint}; schemas are in ${databaseFile}\n`,
    );
    if (!command.signal.aborted) {
      await new Promise((resolve) => command.signal.addEventListener("abort", resolve));
    }
    await registry.stop();
    return undefined;
  },
});
