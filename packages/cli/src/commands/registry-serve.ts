import { boundHeap } from "@weir/core";
import type { ServeFlags } from "@weir/registry";
import { defineCommand } from "../define-command.ts";
import { text } from "../parameters.ts";

/** `weir registry serve`: the schema registry on its own, in the foreground. */
export const serveRegistry = defineCommand<Partial<ServeFlags>>({
  description:
    "Serves AWS Glue's and Confluent's API until Ctrl-C, on loopback unless a token guards it. Without --port a free one is taken; without --data the schemas are kept in weir-registry/ here. The token is read from --token-file or from WEIR_REGISTRY_TOKEN.",
  flags: {
    port: text("Port", "N"),
    data: text("Folder that keeps the schemas, or :memory:", "DIR"),
    host: text("Address to listen on; other than loopback only with a token", "HOST"),
    region: text("AWS region in ARNs", "REGION"),
    tokenFile: text("File with the token that every client must know", "FILE"),
    asyncEvaluation: text("New versions are PENDING for so long", "MS"),
    checkpointPolicy: text("Modes without _ALL compare with: latest or checkpoint", "POLICY"),
    jsonPolicy: text("strict as AWS, or lenient: columns may be added to open objects", "POLICY"),
    defaultCompatibility: text("What a schema takes that names none", "MODE"),
    maxSchemaVersions: text("Quota of versions; AWS's is 10000", "N"),
    confluent: text("Confluent's REST API: on or off", "on|off"),
    defaultContext: text("Glue registry that is Confluent's default context", "REGISTRY"),
    fault: {
      ...({ kind: "parsed", parse: String, optional: true, variadic: true } as const),
      brief: "Fault to try clients with, such as throttle=0.2 or latency=GetSchemaVersion:50ms",
      placeholder: "SPEC",
    },
    logLevel: text("From info on, one line per request goes to stderr", "LEVEL"),
  },
  endsInOrder: true,
  async run(command, { data = "weir-registry", ...flags }) {
    boundHeap();
    const { parseServeFlags, startRegistry } = await import("@weir/registry");
    const options = parseServeFlags({ ...flags, data }, command);
    const registry = await startRegistry(options);
    const { databaseFile } = options;
    const ready = { ready: true, endpoint: registry.endpoint, database: databaseFile };
    command.print(
      command.format === "json"
        ? `${JSON.stringify(ready)}\n`
        : `the registry listens at ${registry.endpoint}; schemas are in ${databaseFile}\n`,
    );
    const ended = new Promise<undefined>((resolve) => {
      if (command.signal.aborted) resolve(undefined);
      command.signal.addEventListener("abort", () => resolve(undefined));
    });
    const failure = await Promise.race([ended, registry.failed]);
    if (failure !== undefined) throw failure;
    await registry.stop();
    return undefined;
  },
});
