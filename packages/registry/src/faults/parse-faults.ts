/**
 * Faults on demand: `throttle=0.2`, `throttle=RegisterSchemaVersion:0.5`,
 * `concurrent-modification=0.1`, `internal-error=0.01`, `lost-answer=0.01`, `latency=50ms`,
 * `latency=GetSchemaVersion:50ms..200ms`, `seed=42`.
 */
import { WeirError } from "@weir/core";
import type { GlueOperation } from "../glue-model.ts";
import { isGlueOperation, operationTable } from "../operation-table.ts";

const faultKinds = [
  "throttle",
  "concurrent-modification",
  "internal-error",
  "lost-answer",
] as const;

export type FaultKind = (typeof faultKinds)[number];

export type Fault =
  | {
      readonly kind: FaultKind;
      /** Every operation where absent. */
      readonly operation?: GlueOperation;
      /** 0 to 1. */
      readonly probability: number;
    }
  | {
      readonly kind: "latency";
      readonly operation?: GlueOperation;
      readonly minMs: number;
      readonly maxMs: number;
    };

export interface Faults {
  readonly faults: readonly Fault[];
  readonly seed: number;
  /** As they were given. */
  readonly specs: readonly string[];
}

/** A client's own patience ends before. */
const maxLatencyMs = 600_000;

/** @throws WeirError USAGE */
export function parseFaults(specs: readonly string[]): Faults {
  let seed = 0;
  const faults: Fault[] = [];
  for (const spec of specs) {
    const [, kind = "", operation, value = ""] = /^([a-z-]+)=(?:(\w+):)?(.+)$/.exec(spec) ?? [];
    if (kind === "seed" && operation === undefined) seed = parseSeed(spec, value);
    else faults.push(parseFault(spec, kind, readOperation(spec, operation), value));
  }
  return { faults, seed, specs: [...specs] };
}

function parseFault(
  spec: string,
  kind: string,
  operation: { readonly operation?: GlueOperation },
  value: string,
): Fault {
  if (kind === "latency") return { kind, ...operation, ...parseLatency(spec, value) };
  const known = faultKinds.find((each) => each === kind);
  if (known === undefined) {
    throw refuse(spec, `there are ${[...faultKinds, "latency", "seed"].join(", ")}`);
  }
  const probability = /^(0|1|[01]?\.\d+)$/.test(value) ? Number(value) : Number.NaN;
  if (!(probability >= 0 && probability <= 1)) {
    throw refuse(spec, `give a probability from 0 to 1, such as ${kind}=0.2`);
  }
  return { kind: known, ...operation, probability };
}

function readOperation(
  spec: string,
  name: string | undefined,
): { readonly operation?: GlueOperation } {
  if (name === undefined) return {};
  if (isGlueOperation(name)) return { operation: name };
  throw refuse(spec, `${name} is none of ${Object.keys(operationTable).join(", ")}`);
}

function parseLatency(spec: string, value: string): { minMs: number; maxMs: number } {
  const [, min, max = min] = /^(\d{1,6})ms(?:\.\.(\d{1,6})ms)?$/.exec(value) ?? [];
  const latency = { minMs: Number(min), maxMs: Number(max) };
  if (latency.minMs <= latency.maxMs && latency.maxMs <= maxLatencyMs) return latency;
  throw refuse(spec, "give milliseconds up to 600000, such as latency=50ms or latency=50ms..200ms");
}

function parseSeed(spec: string, value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw refuse(spec, "give a whole number, such as seed=42");
}

function refuse(spec: string, remedy: string): WeirError {
  return new WeirError("USAGE", `the fault "${spec}" is not understood`, { remedy });
}
