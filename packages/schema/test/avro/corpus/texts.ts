import { createRandom, type Random } from "../../../../../test/e2e/support/random.ts";
import { isMap, type Json, type JsonMap, listMaps } from "./json.ts";
import { createSchemaMaker } from "./random-schema.ts";
import { randomTablePair } from "./random-table.ts";

/** Values that fit somewhere and nowhere else. */
const junk: readonly Json[] = [
  null,
  true,
  7,
  0,
  -1,
  1.5,
  "",
  "x",
  "int",
  "record",
  "1a",
  "a-b",
  "a.b",
  ".a",
  "a.",
  "größe",
  "名前",
  "\u{1d4d0}",
  "ignore",
  "NaN",
  "-0x1p3",
  " 1e3f ",
  "1,5",
  3000000000,
  [],
  {},
  ["null"],
  ["int", "null"],
  { type: "int" },
  [{}],
  ["a-b"],
];
/** What `JSON.stringify` would not write. */
const numbers = ["1.0", "1e3", "-0", "2147483648", "-9223372036854775808", "9223372036854775808"];
const keys = ["aliases", "default", "doc", "fields", "items", "logicalType", "name", "namespace"];
const moreKeys = [...keys, "order", "precision", "size", "symbols", "type", "values"];

/** Valid and broken schema texts in about equal number; the same ones for the same seed. */
export function generateTexts(seed: number, count: number): string[] {
  const random = createRandom(seed);
  const { next, pick } = random;
  return Array.from({ length: count }, () => {
    const text = next() < 0.2 ? randomTablePair(random)[0] : JSON.stringify(randomSchema());
    if (next() < 0.15) return text;
    const broken = JSON.stringify(breakSchema(random, JSON.parse(text)));
    const numbered = broken.replaceAll("3000000000", () => pick(numbers));
    return next() < 0.12 ? breakText(random, numbered) : numbered;
  });

  function randomSchema(): Json {
    const make = createSchemaMaker(random);
    return next() < 0.7 ? make.record(2, "") : make.schema(2);
  }
}

function breakSchema(random: Random, schema: Json): Json {
  const { next, pick, between } = random;
  const copy = structuredClone(schema);
  const maps = listMaps(copy);
  if (maps.length === 0) return next() < 0.5 ? copy : pick(junk);
  for (let changes = between(1, 2); changes > 0; changes--) {
    const map = pick(maps);
    const own = Object.keys(map).filter((key) => !key.startsWith("connect."));
    const roll = next();
    if (roll < 0.15) delete map[pick(own)];
    else if (roll < 0.5) map[pick(own)] = structuredClone(pick(junk));
    else if (roll < 0.75) map[pick(moreKeys)] = structuredClone(pick(junk));
    else changeNames(random, map, maps);
  }
  return copy;
}

/** Clashes and references: what no single value breaks. */
function changeNames({ pick, next }: Random, map: JsonMap, maps: readonly JsonMap[]): void {
  const other = pick(maps);
  if (typeof other.name === "string" && next() < 0.5) map.name = other.name;
  else if (isMap(map.type)) map.type = { type: map.type };
  else if (typeof other.name === "string")
    map.type = next() < 0.5 ? other.name : { type: other.name };
  else map.type = structuredClone(other);
}

function breakText({ pick, between }: Random, text: string): string {
  const at = between(0, text.length);
  return pick([
    text.slice(0, at),
    `${text.slice(0, at)},${text.slice(at)}`,
    `${text} // comment`,
    `/* one */${text}/* two`,
    text.replace("{", '{ /* "a" */ '),
    text.replace(",", ", // }\n"),
    `${text} x`,
    `${text}${text}`,
    `\ufeff${text}`,
    text.replaceAll('"', "'"),
    ` \n\t${text}\r\n`,
    text.replace('"', '"\t'),
    text.replace(":", ":NaN,"),
  ]);
}
