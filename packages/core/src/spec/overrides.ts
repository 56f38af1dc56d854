import { specFields } from "./fields.ts";
import type { SpecPath } from "./path.ts";

/** A value that stands above the file, and where it comes from. */
export interface Override {
  readonly path: SpecPath;
  readonly value: unknown;
  /** `flag --workers` or `environment WEIR_CONNECT_WORKERS`. */
  readonly origin: string;
}

/** A command-line flag that sets a field: `{ path: "connect.workers", value: 1, flag: "--small" }`. */
export interface SpecFlag {
  readonly path: string;
  readonly value: unknown;
  readonly flag: string;
}

/** `weir up --small`: one broker and one worker, whatever the spec says. */
export const smallFlags: readonly SpecFlag[] = [
  { path: "kafka.brokers", value: 1, flag: "--small" },
  { path: "kafka.replicationFactor", value: 1, flag: "--small" },
  { path: "kafka.minInsyncReplicas", value: 1, flag: "--small" },
  { path: "connect.workers", value: 1, flag: "--small" },
];

/** `kafka.replicationFactor` is set by `WEIR_KAFKA_REPLICATION_FACTOR`. */
export function environmentName(path: readonly string[]): string {
  const words = path.map((step) => step.replace(/[A-Z]/g, (letter) => `_${letter}`));
  return `WEIR_${words.join("_").toUpperCase()}`;
}

/**
 * What the environment sets: single values outside the maps whose keys the user chooses. A value
 * that does not fit its type is passed on as text, so that validation names it.
 */
export function environmentOverrides(
  env: Readonly<Record<string, string | undefined>>,
): Override[] {
  return specFields().flatMap(({ path, scalar }) => {
    if (scalar === undefined || path.includes("*")) return [];
    const name = environmentName(path);
    const text = env[name];
    if (text === undefined || text === "") return [];
    return [{ path, value: convert(text, scalar), origin: `environment ${name}` }];
  });
}

export function flagOverrides(flags: readonly SpecFlag[]): Override[] {
  return flags.map(({ path, value, flag }) => ({
    path: path.split("."),
    value,
    origin: `flag ${flag}`,
  }));
}

function convert(text: string, scalar: "string" | "integer" | "number" | "boolean"): unknown {
  if (scalar === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if (scalar === "string" || text.trim() === "") return text;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
