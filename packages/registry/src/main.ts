/** The registry as a process: one JSON line on stdout when it listens, SIGTERM ends it in order. */
import { parseArgs } from "node:util";
import { boundHeap, describeError, WeirError } from "@weir/core";
import { parseServeFlags } from "./serve-options.ts";
import { type RegistryOptions, startRegistry } from "./start-registry.ts";

const flags = {
  data: { type: "string" },
  port: { type: "string" },
  host: { type: "string" },
  region: { type: "string" },
  "token-file": { type: "string" },
  "async-evaluation": { type: "string" },
  "checkpoint-policy": { type: "string" },
  "json-policy": { type: "string" },
  "default-compatibility": { type: "string" },
  "max-schema-versions": { type: "string" },
  confluent: { type: "string" },
  "default-context": { type: "string" },
  fault: { type: "string", multiple: true },
  "log-level": { type: "string" },
} as const;

const usage = `usage: main.ts ${Object.keys(flags)
  .map((flag) => (flag === "data" ? "--data DIR" : `[--${flag} …]`))
  .join(" ")}`;

function readOptions(): RegistryOptions {
  const { data, ...values } = parseArgs({ options: flags }).values;
  if (data === undefined) throw new WeirError("USAGE", "--data is missing", { remedy: usage });
  const given = {
    ...values,
    data,
    tokenFile: values["token-file"],
    asyncEvaluation: values["async-evaluation"],
    checkpointPolicy: values["checkpoint-policy"],
    jsonPolicy: values["json-policy"],
    defaultCompatibility: values["default-compatibility"],
    maxSchemaVersions: values["max-schema-versions"],
    defaultContext: values["default-context"],
    logLevel: values["log-level"],
  };
  return parseServeFlags(given, { cwd: process.cwd(), env: process.env });
}

async function main(): Promise<void> {
  boundHeap();
  const registry = await startRegistry(readOptions());
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      registry.stop().catch(fail);
    });
  }
  registry.failed.then((error) => {
    fail(error);
    process.exit();
  });
  process.stdout.write(`${JSON.stringify({ ready: true, endpoint: registry.endpoint })}\n`);
}

function fail(error: unknown): void {
  const isUsage =
    error instanceof Error && "code" in error && /^(USAGE$|ERR_PARSE_ARGS)/.test(`${error.code}`);
  process.stderr.write(`${describeError(error)}\n${isUsage ? `${usage}\n` : ""}`);
  process.exitCode = isUsage ? 2 : 1;
}

main().catch(fail);
