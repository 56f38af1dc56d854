/** The registry as a process: one JSON line on stdout when it listens, SIGTERM ends it in order. */
import { parseArgs } from "node:util";
import { compatibilityModes, describeError, WeirError } from "@weir/core";
import { type RegistryOptions, startRegistry } from "./start-registry.ts";

const usage =
  "usage: main.ts --database FILE [--port N] [--host 127.0.0.1] [--region REGION] " +
  "[--default-compatibility MODE] [--checkpoint-policy latest|checkpoint] [--log-level LEVEL]";

function parseOptions(): RegistryOptions {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      host: { type: "string", default: "127.0.0.1" },
      database: { type: "string" },
      region: { type: "string", default: "eu-central-1" },
      "default-compatibility": { type: "string", default: "BACKWARD" },
      "checkpoint-policy": { type: "string", default: "latest" },
      "log-level": { type: "string", default: "warn" },
    },
  });
  return {
    host: values.host,
    port: parsePort(values.port),
    databaseFile: values.database ?? refuse("--database is missing"),
    region: values.region,
    defaultCompatibility: oneOf(compatibilityModes, values["default-compatibility"]),
    checkpointPolicy: oneOf(["latest", "checkpoint"] as const, values["checkpoint-policy"]),
    logLevel: oneOf(
      ["trace", "debug", "info", "warn", "error", "silent"] as const,
      values["log-level"],
    ),
  };
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  return port >= 0 && port <= 65_535 ? port : refuse(`--port expects 0 to 65535, not ${text}`);
}

function oneOf<T extends string>(choices: readonly T[], text: string): T {
  return (
    choices.find((choice) => choice === text) ??
    refuse(`expected ${choices.join(", ")}, not ${text}`)
  );
}

function refuse(message: string): never {
  throw new WeirError("USAGE", message, { remedy: usage });
}

async function main(): Promise<void> {
  const registry = await startRegistry(parseOptions());
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      registry.stop().catch(fail);
    });
  }
  process.stdout.write(`${JSON.stringify({ ready: true, endpoint: registry.endpoint })}\n`);
}

function fail(error: unknown): void {
  const isUsage =
    error instanceof Error && "code" in error && /^(USAGE$|ERR_PARSE_ARGS)/.test(`${error.code}`);
  process.stderr.write(`${describeError(error)}\n${isUsage ? `${usage}\n` : ""}`);
  process.exitCode = isUsage ? 2 : 1;
}

main().catch(fail);
