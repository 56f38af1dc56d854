import { failAt } from "./invalid.ts";

export interface Token {
  readonly kind: "word" | "integer" | "float" | "string" | "symbol" | "end";
  /** As written; of a string with its quotes. */
  readonly text: string;
  /** In the text, from 0. */
  readonly offset: number;
}

const blank = /(?:[ \t\r\n\f\v]+|\/\/[^\n]*)+/y;
// A hyphen is no letter of Protobuf, but AWS's parser takes it: Debezium's names become packages.
const word = /[A-Za-z_][A-Za-z0-9_]*(?:-+[A-Za-z0-9_]+)*/y;
const float =
  /(?:\d+\.\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)(?![A-Za-z0-9_])/y;
const integer = /(?:0[xX][0-9A-Fa-f]+|0[0-7]*|[1-9]\d*)(?![A-Za-z0-9_])/y;
const string = /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'/y;
const symbols = "{}[]()<>=;:,./-+";

/**
 * Cuts a text into tokens; comments and white space go.
 *
 * @throws WeirError SCHEMA_INVALID
 */
function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = text.startsWith("\uFEFF") ? 1 : 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = offset;
    return pattern.exec(text)?.[0];
  };
  const take = (kind: Token["kind"], found: string) => {
    tokens.push({ kind, text: found, offset });
    offset += found.length;
  };
  while (offset < text.length) {
    const skipped = match(blank);
    if (skipped !== undefined) {
      offset += skipped.length;
      continue;
    }
    if (text.startsWith("/*", offset)) {
      const end = text.indexOf("*/", offset + 2);
      if (end < 0) failAt("a comment has no end", text, offset);
      offset = end + 2;
      continue;
    }
    const name = match(word);
    if (name !== undefined) {
      take("word", name);
      continue;
    }
    const symbol = text.charAt(offset);
    if (symbols.includes(symbol) && !startsFloat(text, offset)) {
      take("symbol", symbol);
      continue;
    }
    // Before integers, with which a float may begin.
    const real = match(float);
    if (real !== undefined) {
      take("float", real);
      continue;
    }
    const whole = match(integer);
    if (whole !== undefined) {
      take("integer", whole);
      continue;
    }
    const quoted = match(string);
    if (quoted !== undefined) {
      take("string", quoted);
      continue;
    }
    const what = /["']/.test(symbol) ? "a string has no end" : unexpected(text, offset);
    failAt(what, text, offset);
  }
  tokens.push({ kind: "end", text: "the end of the text", offset: text.length });
  return tokens;
}

/** `.5` is a number. */
function startsFloat(text: string, offset: number): boolean {
  return text.charAt(offset) === "." && /\d/.test(text.charAt(offset + 1));
}

function unexpected(text: string, offset: number): string {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  return /\d/.test(character)
    ? "a number is malformed"
    : `unexpected character ${JSON.stringify(character)}`;
}

/** Reads tokens one after the other; every refusal names the place. */
export class TokenReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  get current(): Token {
    return this.#tokens[this.#position] as Token;
  }

  get following(): Token {
    return this.#tokens[Math.min(this.#position + 1, this.#tokens.length - 1)] as Token;
  }

  /** Reads ahead and comes back. */
  lookAhead<T>(read: (reader: this) => T): T {
    const position = this.#position;
    try {
      return read(this);
    } finally {
      this.#position = position;
    }
  }

  next(): Token {
    const token = this.current;
    if (token.kind !== "end") this.#position++;
    return token;
  }

  /** Whether the current token is this word or symbol. */
  sees(text: string): boolean {
    const { kind, text: found } = this.current;
    return found === text && (kind === "word" || kind === "symbol");
  }

  /** Consumes the word or symbol if it is there. */
  skips(text: string): boolean {
    if (!this.sees(text)) return false;
    this.#position++;
    return true;
  }

  expect(text: string): void {
    if (!this.skips(text)) this.failExpected(JSON.stringify(text));
  }

  /** An identifier: a word without hyphens. */
  identifier(what: string): string {
    const token = this.current;
    if (token.kind !== "word" || token.text.includes("-")) this.failExpected(what);
    return this.next().text;
  }

  /** A word that may hold hyphens: part of a package, or of a type's name. */
  namePart(what: string): string {
    if (this.current.kind !== "word") this.failExpected(what);
    return this.next().text;
  }

  failExpected(what: string): never {
    this.fail(`expected ${what}, found ${describe(this.current)}`);
  }

  fail(reason: string, offset: number = this.current.offset): never {
    failAt(reason, this.#text, offset);
  }
}

function describe(token: Token): string {
  if (token.kind === "end") return token.text;
  const text = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text;
  return JSON.stringify(text);
}
