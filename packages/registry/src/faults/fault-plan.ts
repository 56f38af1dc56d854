import { GlueException } from "../glue-exceptions.ts";
import type { GlueOperation } from "../glue-model.ts";
import type { Fault, FaultKind, Faults } from "./parse-faults.ts";

/** What befalls one request. */
export interface DrawnFaults {
  readonly delayMs: number;
  /** Answered instead of running the operation: nothing is stored. */
  readonly exception: GlueException | undefined;
  /** The operation runs, and its connection is closed without an answer. */
  readonly losesAnswer: boolean;
}

export interface FaultPlan {
  readonly isEmpty: boolean;
  readonly specs: readonly string[];
  replace(faults: Faults): void;
  draw(operation: GlueOperation): DrawnFaults;
}

/** AWS throws it only where something is written. */
const modifying = /^(Create|Update|Delete|Register)/;

const exceptions: Readonly<Partial<Record<FaultKind, () => GlueException>>> = {
  throttle: () => new GlueException("ThrottlingException", "Rate exceeded"),
  "concurrent-modification": () =>
    new GlueException(
      "ConcurrentModificationException",
      "Multiple concurrent requests are modifying the resource.",
    ),
  "internal-error": () => new GlueException("InternalServiceException", "Internal service error."),
};

/**
 * Every fault draws from a sequence of its own, so that a test which sends the same requests in
 * the same order meets the same faults.
 */
export function faultPlan(initial: Faults): FaultPlan {
  let current = initial;
  let rules = toRules(initial);
  return {
    get isEmpty() {
      return rules.length === 0;
    },
    get specs() {
      return current.specs;
    },
    replace(faults) {
      current = faults;
      rules = toRules(faults);
    },
    draw(operation) {
      let delayMs = 0;
      let exception: GlueException | undefined;
      let losesAnswer = false;
      for (const { fault, random } of rules) {
        if (!befalls(fault, operation)) continue;
        const drawn = random();
        if (fault.kind === "latency") {
          delayMs += fault.minMs + Math.round(drawn * (fault.maxMs - fault.minMs));
        } else if (drawn < fault.probability) {
          exception ??= exceptions[fault.kind]?.();
          losesAnswer ||= fault.kind === "lost-answer";
        }
      }
      return { delayMs, exception, losesAnswer };
    },
  };
}

function toRules({ faults, seed }: Faults) {
  return faults.map((fault, index) => ({ fault, random: mulberry32(seed + index * 0x9e3779b9) }));
}

function befalls(fault: Fault, operation: GlueOperation): boolean {
  if (fault.operation !== undefined) return fault.operation === operation;
  return fault.kind !== "concurrent-modification" || modifying.test(operation);
}

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
