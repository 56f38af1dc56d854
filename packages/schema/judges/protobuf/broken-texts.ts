/** Texts with small damage: some still are Protobuf, most are not. */

import type { Random } from "../../test/protobuf/random.ts";
import { changeFile } from "./change-file.ts";
import { randomFile, renderFile } from "./random-file.ts";

const words = [
  "message",
  "enum",
  "oneof",
  "option",
  "reserved",
  "repeated",
  "optional",
  "required",
  "map<string, int32>",
  'import "google/protobuf/any.proto";',
  "google.protobuf.Any",
  "Order",
  "Missing",
  "int32",
  "string",
  "0",
  "1",
  "2",
  "19000",
  "536870912",
  "-1",
  "to",
  "max",
  "=",
  ";",
  "{",
  "}",
  "[deprecated = true]",
  "[default = 1]",
  '[json_name = "x"]',
  "[packed = true]",
  "stream",
  "rpc",
  "returns",
  "service S {}",
  "// note\n",
  '"x"',
] as const;

export function damagedText(random: Random): string {
  const file = randomFile(random, "shop");
  changeFile(file, random, random.integer(0, 2));
  let text = renderFile(file);
  for (let edits = random.integer(0, 2); edits > 0; edits--) text = damage(text, random);
  return text;
}

function damage(text: string, random: Random): string {
  const pieces = [...text.matchAll(/\w+|\S/g)];
  if (pieces.length === 0) return text;
  const { 0: piece, index } = random.pick(pieces);
  const [before, after] = [text.slice(0, index), text.slice(index + piece.length)];
  switch (random.integer(0, 4)) {
    case 0:
      return before + after;
    case 1:
      return `${before}${piece} ${piece}${after}`;
    case 2:
      return `${before}${random.pick(words)} ${piece}${after}`;
    case 3:
      return `${before}${random.pick(words)}${after}`;
    default:
      return `${before}${random.pick(pieces)[0]}${after}`;
  }
}
