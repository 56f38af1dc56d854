import type { ProtobufOption, ProtobufValue } from "./protobuf-file.ts";
import type { TokenReader } from "./tokens.ts";

/** Deeper values are refused: protoc stops earlier. */
const maxValueDepth = 100;

/** `[a = 1, (b).c = "x"]`, where there is one. */
export function parseInlineOptions(reader: TokenReader): readonly ProtobufOption[] {
  const options: ProtobufOption[] = [];
  if (!reader.skips("[")) return options;
  do options.push(parseOption(reader));
  while (reader.skips(","));
  reader.expect("]");
  return options;
}

/** `option a = 1;`, after the word. */
export function parseOptionStatement(reader: TokenReader): ProtobufOption {
  const option = parseOption(reader);
  reader.expect(";");
  return option;
}

function parseOption(reader: TokenReader): ProtobufOption {
  const parts: string[] = [];
  do {
    if (reader.skips("(")) {
      const dot = reader.skips(".") ? "." : "";
      parts.push(`(${dot}${parseDottedName(reader, "the name of an option")})`);
      reader.expect(")");
    } else parts.push(reader.identifier("the name of an option"));
  } while (reader.skips("."));
  reader.expect("=");
  return { name: parts.join("."), value: parseValue(reader) };
}

/** `a.b.c`; white space around the dots is allowed. */
export function parseDottedName(reader: TokenReader, what: string): string {
  const parts = [reader.namePart(what)];
  while (reader.skips(".")) parts.push(reader.namePart(what));
  return parts.join(".");
}

function parseValue(reader: TokenReader): ProtobufValue {
  if (reader.sees("{")) return { kind: "aggregate", text: parseAggregate(reader) };
  const sign = reader.skips("-") ? "-" : "";
  const { kind } = reader.current;
  if (kind === "string" && sign === "") return { kind, text: quote(parseString(reader)) };
  if (kind === "integer") {
    const text = BigInt(reader.next().text.replace(/^0(?=[0-7])/, "0o"));
    return { kind, text: `${sign}${text}` };
  }
  if (kind === "float") return { kind, text: `${sign}${Number(reader.next().text)}` };
  if (kind !== "word") reader.failExpected("a value");
  const text = reader.namePart("a value");
  if (sign !== "" && !/^(inf|nan|infinity)$/i.test(text)) reader.failExpected("a number");
  return { kind: sign === "" ? "name" : "float", text: `${sign}${text}` };
}

/** A text-format message, token by token: `{ a: 1 b { c: "x" } }`. Separators say nothing. */
function parseAggregate(reader: TokenReader): string {
  const words: string[] = [];
  const open: string[] = [];
  const closing: Readonly<Record<string, string>> = { "{": "}", "<": "}", "[": "]" };
  do {
    const { kind, text } = reader.current;
    if (kind === "end") reader.failExpected(`"${open.at(-1) ?? "}"}"`);
    if (kind === "string") words.push(quote(parseString(reader)));
    else if (kind === "integer") {
      words.push(String(BigInt(reader.next().text.replace(/^0(?=[0-7])/, "0o"))));
    } else {
      const close = kind === "symbol" ? closing[text] : undefined;
      if (close !== undefined) {
        open.push(close);
        if (open.length > maxValueDepth) reader.fail(`nested deeper than ${maxValueDepth} levels`);
        words.push(text === "<" ? "{" : text);
      } else if (text === "}" || text === ">" || text === "]") {
        const expected = open.pop();
        if ((text === ">" ? "}" : text) !== expected) reader.failExpected(`"${expected}"`);
        words.push(expected as string);
      } else if (!isSeparator(text, open.at(-1))) words.push(text);
      reader.next();
    }
  } while (open.length > 0);
  return words.join(" ");
}

function isSeparator(text: string, around: string | undefined): boolean {
  return around === "}" && (text === "," || text === ";" || text === ":");
}

/** Adjacent strings are one; the result holds bytes as UTF-8 text, or Latin-1 where it is none. */
function parseString(reader: TokenReader): Uint8Array {
  const pieces: Uint8Array[] = [];
  while (reader.current.kind === "string") {
    const { text, offset } = reader.next();
    const bytes = decodeEscapes(text.slice(1, -1));
    pieces.push(bytes ?? reader.fail("a string has a malformed escape", offset));
  }
  if (pieces.length === 0) reader.failExpected("a string");
  return Buffer.concat(pieces);
}

/** A string that must be text, such as a path or a name. */
export function parseTextString(reader: TokenReader): string {
  return Buffer.from(parseString(reader)).toString();
}

const escapes =
  /\\(?:([0-7]{1,3})|[xX]([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([abfnrtv?'"\\])|([\s\S]))/g;
const named: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Undefined where an escape means nothing. */
function decodeEscapes(text: string): Uint8Array | undefined {
  if (!text.includes("\\")) return Buffer.from(text);
  const pieces: Buffer[] = [];
  let end = 0;
  for (const match of text.matchAll(escapes)) {
    const [whole, octal, hex, short, long, letter, other] = match;
    pieces.push(Buffer.from(text.slice(end, match.index)));
    end = match.index + whole.length;
    if (other !== undefined) return undefined;
    const codePoint = Number.parseInt(short ?? long ?? "0", 16);
    if (codePoint > 0x10ffff) return undefined;
    if (octal !== undefined) pieces.push(Buffer.from([Number.parseInt(octal, 8) & 0xff]));
    else if (hex !== undefined) pieces.push(Buffer.from([Number.parseInt(hex, 16)]));
    else if (letter !== undefined) pieces.push(Buffer.from(named[letter] ?? letter));
    else pieces.push(Buffer.from(String.fromCodePoint(codePoint)));
  }
  pieces.push(Buffer.from(text.slice(end)));
  return Buffer.concat(pieces);
}

/** One spelling per string: text as it is where the bytes are UTF-8, else octal escapes. */
export function quote(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString();
  const isText = Buffer.from(text).equals(bytes);
  const body = (isText ? text : Buffer.from(bytes).toString("latin1")).replaceAll(
    isText ? /[\\"\p{Cc}]/gu : /[\\"]|[^ -~]/g,
    (character) =>
      character === "\\" || character === '"'
        ? `\\${character}`
        : [...Buffer.from(character, isText ? "utf8" : "latin1")]
            .map((byte) => `\\${byte.toString(8).padStart(3, "0")}`)
            .join(""),
  );
  return `"${body}"`;
}
