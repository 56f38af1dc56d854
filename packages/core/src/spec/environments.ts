import type { Override } from "./overrides.ts";
import { isRecord, type SpecPath, valueAt } from "./path.ts";

/** The names of the spec's environments. */
export function environmentNames(input: unknown): string[] {
  const environments = valueAt(input, ["environments"]);
  return isRecord(environments) ? Object.keys(environments) : [];
}

/** What the overlay of `environment` sets: each single value or list of it, and the name. */
export function environmentOverlay(input: unknown, environment: string): Override[] {
  const origin = `environments.${environment}`;
  const overlay = valueAt(input, ["environments", environment]);
  const values = leaves(overlay, []);
  const name = valueAt(input, ["name"]);
  const named = values.some(([path]) => path.length === 1 && path[0] === "name");
  if (!named && typeof name === "string") values.push([["name"], `${name}-${environment}`]);
  return values.map(([path, value]) => ({ path, value, origin }));
}

function leaves(value: unknown, path: SpecPath): [SpecPath, unknown][] {
  if (!isRecord(value) || Object.keys(value).length === 0) {
    return path.length === 0 ? [] : [[path, value]];
  }
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]));
}
