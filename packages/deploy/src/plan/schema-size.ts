import { names } from "@weir/core";
import { type EnvelopeColumn, renderDebeziumEnvelope } from "@weir/schema";
import type { PlanWarning } from "./deploy-plan.ts";
import type { ColumnFact, PlanFacts, TableFact } from "./plan-facts.ts";

/**
 * Characters of a schema definition that AWS Glue takes.
 * https://docs.aws.amazon.com/glue/latest/webapi/API_RegisterSchemaVersion.html
 */
export const definitionLimit = 170_000;

/** From here on an ALTER or two may end it. */
const nearLimit = 0.8;

/** InnoDB's own limit of columns. */
const mostColumns = 1_017;

/** Characters of the envelope schema that Debezium gives a table: what is registered for its topic. */
export function envelopeCharacters({ source, table, columns }: TableFact): number {
  return renderDebeziumEnvelope(names.topicName(source, table), columns.map(envelopeColumn)).length;
}

const named = (type: string, name: string, version = 1) => ({
  type,
  "connect.version": version,
  "connect.name": name,
});

/** How Debezium maps a column with the spec's settings, as far as the length of the text goes. */
function envelopeColumn(column: ColumnFact): EnvelopeColumn {
  const { name, nullable } = column;
  const type = envelopeType(column.type.toLowerCase(), column.type);
  const given = column.default ?? undefined;
  return { name, nullable, type, ...(given === undefined ? {} : { default: given }) };
}

function envelopeType(type: string, written: string): EnvelopeColumn["type"] {
  const numbers = /\((\d+)(?:,\s*(\d+))?\)/.exec(type);
  const values = /^(enum|set)\((.*)\)/s.exec(written);
  if (/^(enum|set)\b/.test(type)) {
    const logical = type.startsWith("enum") ? "io.debezium.data.Enum" : "io.debezium.data.EnumSet";
    // 'a','b' stands as a,b.
    const allowed = (values?.[2] ?? "").replaceAll("'", "");
    return { ...named("string", logical), "connect.parameters": { allowed } };
  }
  if (/^(decimal|numeric)\b/.test(type) || /^bigint.*unsigned/.test(type)) {
    const [precision, scale] = type.startsWith("bigint")
      ? [20, 0]
      : [Number(numbers?.[1] ?? 10), Number(numbers?.[2] ?? 0)];
    return {
      type: "bytes",
      scale,
      precision,
      "connect.version": 1,
      "connect.parameters": {
        scale: String(scale),
        "connect.decimal.precision": String(precision),
      },
      "connect.name": "org.apache.kafka.connect.data.Decimal",
      logicalType: "decimal",
    };
  }
  if (type.startsWith("datetime")) return named("long", "io.debezium.time.MicroTimestamp");
  if (type.startsWith("timestamp")) return named("string", "io.debezium.time.ZonedTimestamp");
  if (/^date\b/.test(type)) return named("int", "io.debezium.time.Date");
  if (/^time\b/.test(type)) return named("long", "io.debezium.time.MicroTime");
  if (/^year\b/.test(type)) return named("int", "io.debezium.time.Year");
  if (type.startsWith("json")) return named("string", "io.debezium.data.Json");
  if (/^(tinyint|smallint)\b/.test(type)) return { type: "int", "connect.type": "int16" };
  if (/^(int|integer|mediumint)\b/.test(type)) return type.includes("unsigned") ? "long" : "int";
  if (/^bigint\b/.test(type)) return "long";
  if (/^(float|double|real)\b/.test(type)) return "double";
  if (/(blob|binary|^bit)/.test(type)) return "bytes";
  return "string";
}

/** Tables whose envelope Glue refuses, or soon will; without facts, from where on it does. */
export function warnOfSchemaSize(facts: PlanFacts | undefined): PlanWarning[] {
  if (facts === undefined) return [unchecked()];
  return facts.tables.flatMap((table) => {
    const characters = envelopeCharacters(table);
    if (characters <= nearLimit * definitionLimit) return [];
    const tooLarge = characters > definitionLimit;
    return [
      {
        code: tooLarge ? "SCHEMA_TOO_LARGE" : "SCHEMA_NEAR_LIMIT",
        message: `the schema of ${table.table} (${table.columns.length} columns) has about ${characters.toLocaleString("en")} characters, and AWS Glue takes ${definitionLimit.toLocaleString("en")}${tooLarge ? ": the connector's task will fail" : ""}`,
        remedy:
          "split the table, or shorten what makes it long: values of ENUM and SET, many DECIMAL columns, long names",
      },
    ];
  });
}

function unchecked(): PlanWarning {
  const wide = columnsUntilLimit("decimal(10,2)");
  const values = enumValuesUntilLimit();
  return {
    code: "SCHEMA_SIZE_UNCHECKED",
    message: `the tables' definitions are not known here: AWS Glue takes schemas of ${definitionLimit.toLocaleString("en")} characters, which about ${wide} DECIMAL columns or one ENUM of ${values.toLocaleString("en")} values exceed`,
    remedy: `nothing to do for tables of usual width: ${mostColumns.toLocaleString("en")} text columns, the most of InnoDB, stay below it; plan with the source in reach to be sure`,
  };
}

/** Columns of `type`, with names of 20 letters, from which on an envelope is too long. */
export function columnsUntilLimit(type: string): number {
  const size = (count: number) =>
    envelopeCharacters({
      source: "source",
      table: "database.table",
      columns: Array.from({ length: count }, (_, index) => ({
        name: String(index).padStart(20, "c"),
        type,
        nullable: true,
      })),
    });
  const first = size(1);
  return Math.floor((definitionLimit - first) / (size(2) - first)) + 2;
}

/** Values of 20 letters that a single ENUM can have. */
function enumValuesUntilLimit(): number {
  const columns = [{ name: "c", type: "enum('')", nullable: true }];
  const base = envelopeCharacters({ source: "source", table: "database.table", columns });
  return Math.floor((definitionLimit - base) / 21);
}
