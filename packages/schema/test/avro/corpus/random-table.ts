import type { Random } from "../../../../../test/e2e/support/random.ts";
import {
  type EnvelopeColumn,
  renderDebeziumEnvelope,
  renderDebeziumKey,
} from "../../../src/index.ts";
import { fieldsOf, isMap, type Json, listMaps } from "./json.ts";

const connect = (type: string, name: string, rest: object = {}) => ({
  type,
  "connect.version": 1,
  ...rest,
  "connect.name": name,
});
const decimal = (precision: number, scale: number) =>
  connect("bytes", "org.apache.kafka.connect.data.Decimal", {
    scale,
    precision,
    "connect.parameters": { scale: `${scale}`, "connect.decimal.precision": `${precision}` },
    logicalType: "decimal",
  });

/** What MySQL's types become, each with a default of the type. */
const kinds: readonly [EnvelopeColumn["type"], string | number | boolean][] = [
  ["int", 7],
  ["long", 7],
  [{ type: "int", "connect.type": "int16" }, 7],
  ["float", 1.5],
  ["double", 2],
  ["string", "new"],
  ["bytes", "\u0001"],
  ["boolean", false],
  [decimal(10, 2), "\u0000"],
  [decimal(20, 0), "\u0000"],
  [connect("string", "io.debezium.data.Enum", { "connect.parameters": { allowed: "a,b,c" } }), "a"],
  [
    connect("string", "io.debezium.data.EnumSet", { "connect.parameters": { allowed: "x,y" } }),
    "x",
  ],
  [connect("string", "io.debezium.data.Json"), "{}"],
  [connect("int", "io.debezium.time.Date"), 0],
  [connect("long", "io.debezium.time.MicroTimestamp"), 0],
  [connect("string", "io.debezium.time.ZonedTimestamp"), "1970-01-01T00:00:00Z"],
  [connect("bytes", "io.debezium.data.Bits", { "connect.parameters": { length: "9" } }), "\u0000"],
];

function column({ pick, next }: Random, name: string): EnvelopeColumn {
  const [type, value] = pick(kinds);
  const rest = next() < 0.3 ? { default: value } : {};
  return { name, type, nullable: next() < 0.6, ...rest };
}

/** A table and what an ALTER or two make of it. */
export function randomTables(random: Random): [EnvelopeColumn[], EnvelopeColumn[]] {
  const { pick, between, next } = random;
  const before = Array.from({ length: between(1, 12) }, (_, index) => column(random, `c${index}`));
  const after = [...before];
  for (let changes = between(1, 2); changes > 0; changes--) {
    const at = between(0, after.length - 1);
    const old = after[at];
    if (old === undefined) continue;
    const change = pick(["add", "drop", "type", "null", "default", "rename", "widen"]);
    if (change === "add") after.splice(at, 0, column(random, `added${between(1, 9)}`));
    if (change === "drop") after.splice(at, 1);
    if (change === "type") after[at] = { ...column(random, old.name), nullable: old.nullable };
    if (change === "null") after[at] = { ...old, nullable: !old.nullable };
    if (change === "rename") after[at] = { ...old, name: `${old.name}_renamed` };
    if (change === "widen" && old.type === "int") after[at] = { ...old, type: "long" };
    if (change === "default") {
      const { default: _, ...plain } = old;
      after[at] = next() < 0.5 ? plain : { ...column(random, old.name), type: old.type };
    }
  }
  return [before, after];
}

const topics = ["fullfillment.test_db.person", "db-server.test_db.2person", "f.t"];

/** Two schemas of one table, key or envelope; sometimes of another Debezium, topic or purpose. */
export function randomTablePair(random: Random): [string, string] {
  const { next, pick } = random;
  const [before, after] = randomTables(random);
  const topic = pick(topics);
  const render = next() < 0.85 ? renderDebeziumEnvelope : renderDebeziumKey;
  const earlier = render(topic, before);
  const roll = next();
  if (roll < 0.05) return [earlier, renderDebeziumKey(topic, after)];
  const later = render(roll < 0.15 ? pick(topics) : topic, after);
  return [earlier, roll > 0.8 ? changeDebezium(random, later) : later];
}

/** A field of `source` or of the envelope goes, comes or becomes optional, as between versions. */
function changeDebezium({ pick, next }: Random, text: string): string {
  const schema: Json = JSON.parse(text);
  const records = listMaps(schema).filter((map) => ["Source", "Envelope"].includes(`${map.name}`));
  const record = records.length === 0 ? undefined : pick(records);
  if (!isMap(record)) return text;
  const fields = fieldsOf(record);
  const change = pick(["drop", "add", "optional"]);
  const field = pick(fields);
  if (change === "drop") fields.splice(fields.indexOf(field), 1);
  if (change === "add") {
    fields.push(
      next() < 0.5 ? { name: "v", type: "long" } : { name: "v", type: "long", default: 0 },
    );
  }
  if (change === "optional" && typeof field.type === "string") field.type = ["null", field.type];
  return JSON.stringify(schema);
}
