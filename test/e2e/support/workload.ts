import { createRandom, type Random } from "./random.ts";

/** A table of the workload and the columns that it has at the moment. */
interface WorkloadTable {
  readonly name: string;
  readonly keyed: boolean;
  /** Column name to a generator of SQL literals. */
  readonly columns: Map<string, (random: Random) => string>;
}

const words = ["red", "green", "blue", "o''clock", "naïve", "日本", "", "NULL"];
const text = (random: Random) => `'${random.pick(words)}'`;
const nullable =
  (generate: (random: Random) => string) =>
  (random: Random): string =>
    random.next() < 0.3 ? "NULL" : generate(random);
const integer = (random: Random) => String(random.between(-3, 3));
const bigint = (random: Random) => random.pick(["0", "9007199254740993", "-9223372036854775808"]);
const decimal = (random: Random) => `${random.between(-99, 99)}.${random.between(10, 99)}`;
const datetime = (random: Random) =>
  `'2026-0${random.between(1, 9)}-1${random.between(0, 9)} 23:59:5${random.between(0, 9)}.${random.between(100, 999)}'`;

export const workloadInit = `
CREATE DATABASE shop CHARACTER SET utf8mb4;
CREATE TABLE shop.item (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  price DECIMAL(10, 2) NULL,
  big BIGINT NOT NULL,
  seen DATETIME(3) NULL
);
CREATE TABLE shop.event (
  kind VARCHAR(60) NOT NULL,
  amount INT NULL,
  price DECIMAL(10, 2) NULL
);
INSERT INTO shop.item (name, price, big, seen) VALUES ('first', 1.50, 1, NULL), ('second', NULL, 2, NULL);
INSERT INTO shop.event VALUES ('start', 1, NULL), ('start', 1, NULL), ('stop', NULL, 2.50);
`;

export interface WorkloadStep {
  readonly sql: string;
  /** A change of a table's definition. */
  readonly ddl: boolean;
}

/**
 * Transactions over a keyed and a keyless table, with inserts, updates, deletes, rollbacks and the
 * three kinds of schema change spread over them: a pure function of seed and length.
 */
export function planWorkload(seed: number, transactions: number): WorkloadStep[] {
  const random = createRandom(seed);
  const item: WorkloadTable = {
    name: "shop.item",
    keyed: true,
    columns: new Map([
      ["name", text],
      ["price", nullable(decimal)],
      ["big", bigint],
      ["seen", nullable(datetime)],
    ]),
  };
  const event: WorkloadTable = {
    name: "shop.event",
    keyed: false,
    columns: new Map([
      ["kind", text],
      ["amount", nullable(integer)],
      ["price", nullable(decimal)],
    ]),
  };
  const changes = planChanges(item, event);
  const every = Math.floor(transactions / (changes.length + 1));
  const steps: WorkloadStep[] = [];
  for (let index = 0; index < transactions; index++) {
    const change = index > 0 && index % every === 0 ? changes.shift() : undefined;
    if (change) steps.push({ sql: change(), ddl: true });
    steps.push({ sql: planTransaction(random, [item, event]), ddl: false });
  }
  return steps;
}

/** ADD nullable, ADD with a default, DROP, on each table; the last one comes after the last row. */
function planChanges(item: WorkloadTable, event: WorkloadTable): (() => string)[] {
  const add = (table: WorkloadTable, column: string, type: string, values: typeof text) => () => {
    table.columns.set(column, values);
    return `ALTER TABLE ${table.name} ADD COLUMN ${column} ${type}`;
  };
  const drop = (table: WorkloadTable, column: string) => () => {
    table.columns.delete(column);
    return `ALTER TABLE ${table.name} DROP COLUMN ${column}`;
  };
  return [
    add(item, "note", "VARCHAR(60) NULL", nullable(text)),
    // An explicit NULL beside a default: AWS's converter alone would write the default.
    add(event, "label", "VARCHAR(60) NULL DEFAULT 'auto'", nullable(text)),
    add(event, "tag", "VARCHAR(60) NOT NULL DEFAULT 'none'", text),
    drop(item, "price"),
    add(event, "extra", "INT NULL", nullable(integer)),
    add(item, "stock", "INT NOT NULL DEFAULT 7", integer),
    drop(event, "amount"),
  ];
}

function planTransaction(random: Random, tables: readonly WorkloadTable[]): string {
  const statements = Array.from({ length: random.between(1, 4) }, () =>
    planStatement(random, random.pick(tables)),
  );
  const end = random.next() < 0.1 ? "ROLLBACK" : "COMMIT";
  return ["START TRANSACTION", ...statements, end].join("; ");
}

function planStatement(random: Random, table: WorkloadTable): string {
  const columns = [...table.columns.keys()];
  const dice = random.next();
  if (dice < 0.55) {
    const rows = Array.from({ length: random.between(1, 3) }, () =>
      columns.map((column) => table.columns.get(column)?.(random)).join(", "),
    );
    return `INSERT INTO ${table.name} (${columns.join(", ")}) VALUES (${rows.join("), (")})`;
  }
  const where = table.keyed
    ? `WHERE id % ${random.between(3, 9)} = 1 ORDER BY id`
    : `WHERE kind = '${random.pick(words)}'`;
  const limit = `LIMIT ${random.between(1, 3)}`;
  if (dice < 0.85) {
    const column = random.pick(columns);
    return `UPDATE ${table.name} SET ${column} = ${table.columns.get(column)?.(random)} ${where} ${limit}`;
  }
  return `DELETE FROM ${table.name} ${where} ${limit}`;
}
