/**
 * Whether a text matches a regular expression, in steps that are counted: all ends that a part can
 * have are followed at once, so nothing is tried twice. Single characters are left to the engine.
 */

/** A part of an expression. */
export type Part =
  /** One character or a place between two, as the engine reads it. */
  | { readonly kind: "atom"; readonly at: (text: string, index: number) => number }
  | { readonly kind: "sequence"; readonly parts: readonly Part[] }
  | { readonly kind: "choice"; readonly parts: readonly Part[] }
  | { readonly kind: "look"; readonly part: Part; readonly wanted: boolean }
  | { readonly kind: "repeat"; readonly part: Part; readonly least: number; readonly most: number };

/** Undefined where it would take more steps than `spend` allows, which then answers false. */
export function matchesPattern(
  pattern: Part,
  text: string,
  unicode: boolean,
  spend: (steps: number) => boolean,
): boolean | undefined {
  const starts = new Set<number>();
  for (let index = 0; index <= text.length; index++) {
    // Not between the halves of one character.
    if (!unicode || !isTrail(text, index)) starts.add(index);
  }
  const ends = endsOf(pattern, text, starts, spend);
  return ends === undefined ? undefined : ends.size > 0;
}

function isTrail(text: string, index: number): boolean {
  return index > 0 && (text.codePointAt(index - 1) ?? 0) > 0xffff;
}

type Ends = ReadonlySet<number>;

function endsOf(
  part: Part,
  text: string,
  starts: Ends,
  spend: (steps: number) => boolean,
): Ends | undefined {
  if (!spend(1 + starts.size)) return undefined;
  switch (part.kind) {
    case "atom": {
      const ends = new Set<number>();
      for (const start of starts) {
        const end = part.at(text, start);
        if (end >= 0) ends.add(end);
      }
      return ends;
    }
    case "sequence": {
      let ends: Ends | undefined = starts;
      for (const inner of part.parts) {
        if (ends === undefined || ends.size === 0) return ends;
        ends = endsOf(inner, text, ends, spend);
      }
      return ends;
    }
    case "choice": {
      const ends = new Set<number>();
      for (const inner of part.parts) {
        const own = endsOf(inner, text, starts, spend);
        if (own === undefined) return undefined;
        for (const end of own) ends.add(end);
      }
      return ends;
    }
    case "look": {
      const ends = new Set<number>();
      for (const start of starts) {
        const own = endsOf(part.part, text, new Set([start]), spend);
        if (own === undefined) return undefined;
        if (own.size > 0 === part.wanted) ends.add(start);
      }
      return ends;
    }
    case "repeat":
      return endsOfRepeat(part, text, starts, spend);
  }
}

function endsOfRepeat(
  { part, least, most }: Part & { kind: "repeat" },
  text: string,
  starts: Ends,
  spend: (steps: number) => boolean,
): Ends | undefined {
  let ends = starts;
  for (let count = 0; count < least; count++) {
    const next = endsOf(part, text, ends, spend);
    if (next === undefined || next.size === 0) return next;
    ends = next;
  }
  const all = new Set(ends);
  for (let count = least; count < most && ends.size > 0; count++) {
    const next = endsOf(part, text, ends, spend);
    if (next === undefined) return undefined;
    // An end that was there before leads nowhere new.
    const fresh = new Set<number>();
    for (const end of next) {
      if (all.has(end)) continue;
      all.add(end);
      fresh.add(end);
    }
    ends = fresh;
  }
  return all;
}
