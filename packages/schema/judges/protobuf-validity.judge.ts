/** What is Protobuf and what is not: AWS's serializer 1.1.27 and `buf build` against our parser. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Random } from "../test/protobuf/random.ts";
import { damagedText } from "./protobuf/broken-texts.ts";
import { findBufRefusals } from "./protobuf/buf.ts";
import { isFull } from "./protobuf/corpus.ts";
import { type Answer, askAws, askOurs, refusedByAws, refusedByUs } from "./protobuf/validity.ts";
import { validityTexts } from "./protobuf/validity-texts.ts";

let texts: readonly string[] = [];
let aws: readonly Answer[] = [];

before(async () => {
  const random = new Random(20_261_128);
  const count = isFull ? 3000 : 300;
  texts = [
    ...Object.values(validityTexts),
    ...Array.from({ length: count }, () => damagedText(random)),
  ];
  aws = await askAws(texts);
});

/** Reason by count, and what has none. */
function compare(ours: (text: string) => Answer) {
  const explained = new Map<string, number>();
  const unexplained: string[] = [];
  for (const [index, text] of texts.entries()) {
    const [own, theirs] = [ours(text), aws[index] as Answer];
    if (own === theirs || (own.startsWith("no") && theirs.startsWith("no"))) continue;
    const [words, reasons] = own.startsWith("no") ? [own, refusedByUs] : [theirs, refusedByAws];
    const reason = hasExtend(text)
      ? "AWS's jar lists messages of other files where the text extends one"
      : reasons.find(([pattern]) => pattern.test(words))?.[1];
    if (reason === undefined) unexplained.push(`ours: ${own}\naws: ${theirs}\n${text}`);
    else explained.set(reason, (explained.get(reason) ?? 0) + 1);
  }
  return { explained, unexplained };
}

function hasExtend(text: string): boolean {
  return /\bextend [A-Z]/.test(text);
}

test("takes and refuses what AWS's serializer does, with its message indexes", () => {
  const { explained, unexplained } = compare(askOurs);
  const valid = aws.filter((answer) => answer.startsWith("ok")).length;
  process.stderr.write(`validity: ${texts.length} texts, ${valid} valid for AWS\n`);
  for (const [why, count] of explained) process.stderr.write(`  ${count} ${why}\n`);
  assert.deepEqual(unexplained, []);
  assert.ok(valid > texts.length / 10 && valid < texts.length * 0.9);
});

test("catches a parser that takes everything, and one that numbers messages by their place", () => {
  assert.ok(compare(() => "ok").unexplained.length > 0);
  const swapped = (text: string) => askOurs(text).replace(/ 0=(\S+) 1=(\S+)/, " 0=$2 1=$1");
  assert.ok(compare(swapped).unexplained.length > 0);
});

/** Where Buf, as protoc, refuses and we follow AWS's serializer, or the other way round. */
const unlikeBuf: Readonly<Record<string, string>> = {
  group: "AWS's parser takes no groups",
  grouponeof: "AWS's parser takes no groups",
  editions: "AWS's parser takes no editions",
  weak: "AWS's parser takes no weak imports",
  hyphen: "AWS's parser takes hyphens in packages",
  emptyoneof: "AWS's parser takes a oneof without fields",
  oneofdup: "AWS's parser takes a oneof with the name of a field",
  reservedoverlap: "AWS's parser takes ranges that overlap",
  opt3: "protoc finds another name for the oneof behind an optional field",
  money: "Buf has no google/type files",
  month: "Buf has no google/type files",
  datetime: "Buf has no google/type files",
  decimal: "Buf has no files of AWS's",
  metadata: "Buf has no files of AWS's",
};

test("takes and refuses what Buf does, but for what AWS's serializer wants", async () => {
  const names = Object.keys(validityTexts).filter((_, index) => isFull || index % 4 === 0);
  const refusals = await findBufRefusals(names.map((name) => validityTexts[name] as string));
  const unexplained = names.filter((name, index) => {
    const isRefused = askOurs(validityTexts[name] as string).startsWith("no");
    return isRefused !== (refusals[index] !== undefined) && !(name in unlikeBuf);
  });
  assert.deepEqual(unexplained, []);
});
