import type { Part } from "./match-pattern.ts";

/** Deeper groups, and expressions with what depends on the order of attempts, are not followed. */
const maxDepth = 50;

/** An escape that is no single character: a group's text again; and V8 finds `\B` in the middle of one. */
const backReference = /^\\(?:[1-9]|k<|B)/;
const atomText =
  /^(?:\\(?:u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|[\s\S])/u;
/** What is another thing without flag `u` than it looks like. */
const oddWithoutUnicode = /[\ud800-\udfff]|\\(?:0\d|[pP]\{|u\{|c[^A-Za-z])/;
const quantifier = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/;

/**
 * The parts of an expression that ECMAScript reads; undefined where the result depends on more than
 * which characters stand where (`\1`, `(?<=…)`).
 */
export function readPattern(pattern: string, flags: string): Part | undefined {
  if (!flags.includes("u") && oddWithoutUnicode.test(pattern)) return undefined;
  const reader = new Reader(pattern, flags);
  const part = reader.choice(0);
  return reader.atEnd ? part : undefined;
}

class Reader {
  #rest: string;
  readonly #flags: string;
  readonly #atoms = new Map<string, Part>();

  constructor(pattern: string, flags: string) {
    this.#rest = pattern;
    this.#flags = flags;
  }

  get atEnd(): boolean {
    return this.#rest === "";
  }

  choice(depth: number): Part | undefined {
    const parts: Part[] = [];
    do {
      const part = this.#sequence(depth);
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#take("|"));
    return parts.length === 1 ? parts[0] : { kind: "choice", parts };
  }

  #sequence(depth: number): Part | undefined {
    const parts: Part[] = [];
    while (!(this.atEnd || this.#rest.startsWith("|") || this.#rest.startsWith(")"))) {
      const part = this.#term(depth);
      if (part === undefined) return undefined;
      parts.push(this.#repeated(part));
    }
    return { kind: "sequence", parts };
  }

  #term(depth: number): Part | undefined {
    if (depth > maxDepth || this.#rest.startsWith("(?<=") || this.#rest.startsWith("(?<!")) {
      return undefined;
    }
    for (const [open, wanted] of [
      ["(?=", true],
      ["(?!", false],
    ] as const) {
      if (!this.#take(open)) continue;
      const part = this.choice(depth + 1);
      return part && this.#take(")") ? { kind: "look", part, wanted } : undefined;
    }
    const group = /^\((?:\?:|\?<[\w$]+>|(?!\?))/.exec(this.#rest)?.[0];
    if (group !== undefined) {
      this.#take(group);
      const part = this.choice(depth + 1);
      return this.#take(")") ? part : undefined;
    }
    return this.#atom();
  }

  #atom(): Part | undefined {
    const text = atomText.exec(this.#rest)?.[0];
    if (text === undefined || text.startsWith("(") || backReference.test(text + this.#rest[2])) {
      return undefined;
    }
    this.#take(text);
    let atom = this.#atoms.get(text);
    if (atom === undefined) {
      // Sticky: at the place and nowhere else.
      const expression = new RegExp(text, `${this.#flags}y`);
      const at = (subject: string, index: number) => {
        expression.lastIndex = index;
        return expression.test(subject) ? expression.lastIndex : -1;
      };
      atom = { kind: "atom", at };
      this.#atoms.set(text, atom);
    }
    return atom;
  }

  #repeated(part: Part): Part {
    const found = quantifier.exec(this.#rest);
    if (found === null) return part;
    this.#take(found[0]);
    const [sign = "", from, comma, to] = found;
    const least = from === undefined ? (sign.startsWith("+") ? 1 : 0) : Number(from);
    let most = sign.startsWith("?") ? 1 : Number.POSITIVE_INFINITY;
    if (from !== undefined) most = comma === undefined ? least : Number(to || most);
    return { kind: "repeat", part, least, most };
  }

  #take(text: string): boolean {
    if (!this.#rest.startsWith(text)) return false;
    this.#rest = this.#rest.slice(text.length);
    return true;
  }
}
