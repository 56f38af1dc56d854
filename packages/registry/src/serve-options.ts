/** The flags of the server, for `weir registry serve` and for the process of the local stack. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { compatibilityModes, WeirError } from "@weir/core";
import type { RegistryPolicy } from "./operation.ts";
import { planDatabaseFile, type RegistryOptions } from "./start-registry.ts";

/** As they were typed. */
export interface ServeFlags {
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  /** Folder, or `:memory:`. */
  readonly data: string;
  readonly region?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly asyncEvaluation?: string | undefined;
  readonly checkpointPolicy?: string | undefined;
  readonly jsonPolicy?: string | undefined;
  readonly defaultCompatibility?: string | undefined;
  readonly maxSchemaVersions?: string | undefined;
  readonly confluent?: string | undefined;
  /** Name of the registry whose schemas are Confluent's plain subjects. */
  readonly defaultContext?: string | undefined;
  readonly fault?: readonly string[] | undefined;
  readonly logLevel?: string | undefined;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "silent"] as const;
const tokenVariable = "WEIR_REGISTRY_TOKEN";

/** @throws WeirError USAGE */
export function parseServeFlags(
  flags: ServeFlags,
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): RegistryOptions {
  const { host, region, fault = [] } = flags;
  const token = readToken(flags.tokenFile, cwd, env[tokenVariable]);
  const logLevel = oneOf("--log-level", logLevels, flags.logLevel);
  const port = wholeNumber("--port", flags.port, 65_535);
  const confluent = oneOf("--confluent", ["on", "off"] as const, flags.confluent);
  const context = flags.defaultContext;
  if (context !== undefined && !/^[a-zA-Z0-9\-_$#.]{1,255}$/.test(context)) {
    throw refuse(`--default-context is ${context}`, "give the name of a Glue registry");
  }
  const inMemory = flags.data === ":memory:";
  if (flags.data === "") throw refuse("--data names no folder", "name one, or use :memory:");
  return {
    databaseFile: planDatabaseFile(inMemory ? flags.data : resolve(cwd, flags.data)),
    policy: readPolicy(flags),
    faults: fault,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(region === undefined ? {} : { region }),
    ...(token === undefined ? {} : { token }),
    ...(confluent === undefined ? {} : { confluent: confluent === "on" }),
    ...(context === undefined ? {} : { defaultContext: context }),
    ...(logLevel === undefined ? {} : { logLevel }),
  };
}

function readPolicy(flags: ServeFlags): Partial<RegistryPolicy> {
  const given = {
    // Beyond an hour it is a mistake of units.
    asyncEvaluationMs: wholeNumber("--async-evaluation", flags.asyncEvaluation, 3_600_000),
    checkpointPolicy: oneOf(
      "--checkpoint-policy",
      ["latest", "checkpoint"] as const,
      flags.checkpointPolicy,
    ),
    jsonPolicy: oneOf("--json-policy", ["strict", "lenient"] as const, flags.jsonPolicy),
    defaultCompatibility: oneOf(
      "--default-compatibility",
      compatibilityModes,
      flags.defaultCompatibility,
    ),
    maxSchemaVersions: wholeNumber("--max-schema-versions", flags.maxSchemaVersions, 10_000_000),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Never from an argument: other users of the machine see those. */
function readToken(
  tokenFile: string | undefined,
  cwd: string,
  fromEnvironment: string | undefined,
): string | undefined {
  if (tokenFile === undefined && fromEnvironment === undefined) return undefined;
  const place = tokenFile === undefined ? tokenVariable : tokenFile;
  const token = (tokenFile === undefined ? fromEnvironment : readFile(cwd, tokenFile))?.trim();
  if (/^[\x21-\x7e]{16,512}$/.test(token ?? "")) return token;
  throw refuse(
    `${place} holds no token: 16 to 512 printable characters without spaces`,
    "make one with: head -c 24 /dev/urandom | base64 > token",
  );
}

function readFile(cwd: string, file: string): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch (cause) {
    throw new WeirError("USAGE", `the token file ${file} cannot be read`, {
      cause,
      remedy: "make one with: head -c 24 /dev/urandom | base64 > token",
    });
  }
}

function wholeNumber(flag: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) <= max) return Number(text);
  throw refuse(`${flag} is ${text}`, `give a whole number from 0 to ${max}`);
}

function oneOf<T extends string>(
  flag: string,
  choices: readonly T[],
  text: string | undefined,
): T | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw refuse(`${flag} is ${text}`, `give one of ${choices.join(", ")}`);
}

function refuse(message: string, remedy: string): WeirError {
  return new WeirError("USAGE", message, { remedy });
}
