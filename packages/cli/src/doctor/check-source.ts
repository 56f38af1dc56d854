import { nearMatch, type Platform } from "@weir/core";
import { type CapturedTable, type MysqlAddress, readCapturedTables, runSql } from "@weir/stack";
import { type DoctorCheck, required } from "./doctor-check.ts";

/** What Debezium needs of the server, and why a change is lost without it. */
const settings: readonly { name: string; value: string; remedy: string }[] = [
  { name: "log_bin", value: "ON", remedy: "start the server with log_bin" },
  { name: "binlog_format", value: "ROW", remedy: "SET PERSIST binlog_format = ROW" },
  { name: "binlog_row_image", value: "FULL", remedy: "SET PERSIST binlog_row_image = FULL" },
  { name: "binlog_row_metadata", value: "FULL", remedy: "SET PERSIST binlog_row_metadata = FULL" },
  {
    name: "gtid_mode",
    value: "ON",
    remedy: "SET PERSIST enforce_gtid_consistency = ON, then gtid_mode step by step to ON",
  },
];

export async function checkBinlogSettings(address: MysqlAddress): Promise<DoctorCheck[]> {
  const list = settings.map(({ name }) => `'${name}'`).join(", ");
  const { rows } = await runSql(`SHOW GLOBAL VARIABLES WHERE Variable_name IN (${list})`, address);
  const found = new Map(rows.map((row) => [String(row.Variable_name), String(row.Value)]));
  return settings.map(({ name, value, remedy }) => {
    // 9.x has no other format than ROW and may one day drop the variable.
    const actual = found.get(name);
    const ok = actual === value || (actual === undefined && name === "binlog_format");
    return required(`mysql ${name}`, ok, actual ?? "not set", value, remedy);
  });
}

/** Whether each table of the spec exists, has a key, and can change by a foreign key alone. */
export async function checkCapturedTables(
  platform: Platform,
  address: MysqlAddress,
): Promise<DoctorCheck[]> {
  const tables = await readCapturedTables(platform, address);
  return tables.flatMap((table) =>
    table.exists ? [checkKey(table), ...checkCascades(table)] : [missing(table)],
  );
}

function missing({ table, source, siblings }: CapturedTable): DoctorCheck {
  const near = nearMatch(table, siblings);
  return required(
    `table ${table}`,
    false,
    "it does not exist",
    `a table, as sources.${source}.tables says`,
    near === undefined ? "create it, or correct the spec" : `did you mean ${near}?`,
  );
}

function checkKey({ table, hasPrimaryKey }: CapturedTable): DoctorCheck {
  return {
    name: `table ${table}`,
    ok: true,
    level: hasPrimaryKey ? "required" : "information",
    found: hasPrimaryKey ? "with a primary key" : "without a primary key",
    expectation: "a table",
    remedy: hasPrimaryKey
      ? null
      : "nothing to do: its rows are told apart by all their columns; a key would make that cheaper",
  };
}

/** Before MySQL 9.6 such changes are made below the binlog: nobody hears of them. */
function checkCascades({ table, cascades }: CapturedTable): DoctorCheck[] {
  return cascades.map((cascade) => ({
    name: `table ${table}`,
    ok: false,
    level: "warning",
    found: `foreign key ${cascade}`,
    expectation: "no foreign key that changes its rows by itself",
    remedy:
      "MySQL before 9.6 does not write such changes to the binlog: change child rows by statements of their own, or use RESTRICT",
  }));
}
