import { nearMatch, WeirError } from "@weir/core";
import type { CapturedTable } from "./captured-tables.ts";

/**
 * Tables of the spec that the source does not have. A database without any table is one that is
 * still to be filled: its tables are waited for. A table missing among others is a mistake.
 * @throws TABLE_UNKNOWN naming each such table and the nearest that exists
 */
export function checkSourceTables(
  tables: readonly CapturedTable[],
  alreadyCaptured: ReadonlySet<string>,
): { readonly awaited: string[] } {
  const missing = tables.filter((table) => !table.exists && !alreadyCaptured.has(table.table));
  const mistaken = missing.filter((table) => table.siblings.length > 0);
  if (mistaken.length === 0) return { awaited: missing.map((table) => table.table) };
  const described = mistaken.map((table) => {
    const near = nearMatch(table.table, table.siblings);
    return `${table.table} (source ${table.source}${near ? `; did you mean ${near}?` : ""})`;
  });
  throw new WeirError(
    "TABLE_UNKNOWN",
    `the source has no table ${described.join(", and no table ")}`,
    {
      remedy: "correct sources.*.tables in the spec, or create the table first",
      details: {
        tables: mistaken.map((table) => ({
          table: table.table,
          path: `sources.${table.source}.tables`,
          near: nearMatch(table.table, table.siblings),
        })),
      },
    },
  );
}
