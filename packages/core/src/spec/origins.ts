import type { Override } from "./overrides.ts";
import { formatPath, isRecord, type SpecPath, valueAt } from "./path.ts";

/** One value of a loaded spec and where it comes from. */
export interface OriginEntry {
  readonly path: string;
  /** A single value or a list. */
  readonly value: unknown;
  /** `flag --small`, `environment WEIR_KAFKA_BROKERS`, `weir.config.yaml:7` or `default`. */
  readonly origin: string;
}

export interface OriginSources {
  /** The spec as people call it, relative to where they are. */
  readonly file: string;
  readonly written: unknown;
  readonly lineOf: (path: SpecPath) => number | undefined;
  readonly overrides: readonly Override[];
}

/** Every value of `platform` with its origin, in the order of the spec. */
export function listOrigins(platform: unknown, sources: OriginSources): OriginEntry[] {
  return leaves(platform, []).map(([path, value]) => ({
    path: formatPath(path),
    value,
    origin: originOf(path, sources),
  }));
}

function leaves(value: unknown, path: SpecPath): [SpecPath, unknown][] {
  if (!isRecord(value)) return value === undefined ? [] : [[path, value]];
  const children = Object.entries(value);
  if (children.length === 0) return [];
  return children.flatMap(([key, child]) => leaves(child, [...path, key]));
}

function originOf(path: SpecPath, { file, written, lineOf, overrides }: OriginSources): string {
  const text = formatPath(path);
  const override = overrides.findLast((candidate) => formatPath(candidate.path) === text);
  if (override !== undefined) return override.origin;
  if (valueAt(written, path) === undefined) return "default";
  const line = lineOf(path);
  return line === undefined ? `file ${file}` : `file ${file}:${line}`;
}
