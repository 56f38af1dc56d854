import { nearMatch, type SpecProblem } from "@weir/core";

/** Expectation and remedy for a type that the tables do not have. */
export function unknownType(
  what: string,
  received: string,
  known: ReadonlyMap<string, unknown>,
): Pick<SpecProblem, "expectation" | "remedy"> {
  const families = new Set([...known.keys()].map((name) => name.replace(/\.[^.]+$/, "")));
  const match = nearMatch(received, known.keys());
  return {
    expectation: `expected ${what} type of the families ${[...families].join(", ")}`,
    remedy: match === undefined ? "choose one of them" : `did you mean "${match}"?`,
  };
}
