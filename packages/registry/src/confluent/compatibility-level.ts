import type { CompatibilityMode } from "@weir/core";
import { refusals } from "./confluent-error.ts";

/** Confluent's levels and Glue's modes. DISABLED has no equal: such a subject is READONLY. */
const levels = {
  NONE: "NONE",
  BACKWARD: "BACKWARD",
  BACKWARD_TRANSITIVE: "BACKWARD_ALL",
  FORWARD: "FORWARD",
  FORWARD_TRANSITIVE: "FORWARD_ALL",
  FULL: "FULL",
  FULL_TRANSITIVE: "FULL_ALL",
} as const satisfies Record<string, CompatibilityMode>;

/** @throws ConfluentError 42203 */
export function parseLevel(text: string): CompatibilityMode {
  const level = text.toUpperCase();
  if (!Object.hasOwn(levels, level)) throw refusals.invalidLevel();
  return levels[level as keyof typeof levels];
}

export function renderLevel(mode: CompatibilityMode): string {
  const found = Object.entries(levels).find(([, known]) => known === mode);
  return found?.[0] ?? "NONE";
}
