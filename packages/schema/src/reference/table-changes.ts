/** The changes that the demo makes, judged in every format under every mode. */
import type { CompatibilityMode } from "@weir/core";
import { checkCompatibility } from "../check-compatibility.ts";
import type { DataFormat, JsonPolicy } from "../data-format.ts";
import { type EnvelopeColumn, renderDebeziumEnvelope } from "../debezium/envelope.ts";
import { renderDebeziumJsonEnvelope } from "../debezium/json-envelope.ts";
import {
  readColumnNumbers,
  renderDebeziumProtobufEnvelope,
} from "../debezium/protobuf-envelope.ts";
import type { Verdict } from "../verdict.ts";

const topic = "fullfillment.test_db.person";

const firstName = { name: "firstName", type: "string", nullable: true };
const lastName = { name: "lastName", type: "string", nullable: true };
const age = { name: "age", type: "int", nullable: false };

/** Version 1. */
const person: readonly EnvelopeColumn[] = [firstName, lastName, age];

export interface TableChange {
  readonly name: string;
  readonly ddl: string;
  /** Version 2. */
  readonly columns: readonly EnvelopeColumn[];
}

export const tableChanges: readonly TableChange[] = [
  {
    name: "drop a nullable column",
    ddl: "DROP COLUMN lastName",
    columns: [firstName, age],
  },
  {
    name: "add a nullable column",
    ddl: "ADD COLUMN email VARCHAR(155) NULL",
    columns: [...person, { name: "email", type: "string", nullable: true }],
  },
  {
    name: "add a NOT NULL column without a default",
    ddl: "ADD COLUMN address VARCHAR(155) NOT NULL",
    columns: [...person, { name: "address", type: "string", nullable: false }],
  },
];

type Render = (columns: readonly EnvelopeColumn[], earlier?: string) => string;

/** The envelope of a table as it is registered; `earlier` is the version before. */
const renderers: Readonly<Record<DataFormat, Render>> = {
  AVRO: (columns) => renderDebeziumEnvelope(topic, columns),
  JSON: (columns) => renderDebeziumJsonEnvelope(topic, columns),
  PROTOBUF: (columns, earlier) =>
    renderDebeziumProtobufEnvelope(
      topic,
      columns,
      earlier === undefined ? {} : { numbers: readColumnNumbers(earlier) },
    ),
};

export interface ChangeQuestion {
  readonly dataFormat: DataFormat;
  readonly change: TableChange;
  readonly mode: CompatibilityMode;
  readonly jsonPolicy?: JsonPolicy;
}

/** The verdict on version 2 beside version 1; undefined for DISABLED, which refuses it unseen. */
export function judgeTableChange({
  dataFormat,
  change,
  mode,
  jsonPolicy = "strict",
}: ChangeQuestion): Verdict | undefined {
  if (mode === "DISABLED") return undefined;
  const render = renderers[dataFormat];
  const definition = render(person);
  return checkCompatibility({
    dataFormat,
    mode,
    jsonPolicy,
    candidate: render(change.columns, definition),
    baselines: [{ versionNumber: 1, definition }],
  });
}
