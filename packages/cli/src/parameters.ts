import type { FlagParametersForType } from "@stricli/core";
import type { CliContext } from "./context.ts";

export type FlagDefinitions<FLAGS extends object> = FlagParametersForType<FLAGS, CliContext>;

export interface PositionalDefinition {
  /** As the usage line shows it, such as `CONNECTOR`. */
  readonly name: string;
  readonly brief: string;
  /** @default false */
  readonly optional?: boolean;
}

/** A flag without a value, off unless given. */
export function toggle(brief: string) {
  return { kind: "boolean", brief, default: false, withNegated: false } as const;
}

/** An optional flag with a whole number from `least` on. */
export function count(brief: string, least = 1) {
  const parse = (text: string) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
    throw new RangeError(`expected a whole number from ${least} on`);
  };
  return { kind: "parsed", parse, brief, optional: true, placeholder: "N" } as const;
}

/** An optional flag with a text. */
export function text(brief: string, placeholder: string) {
  return { kind: "parsed", parse: String, brief, optional: true, placeholder } as const;
}
