/** Rows as `weir sql` and `weir lake query` give them: exact scalars. */
type Row = Readonly<Record<string, unknown>>;

/** The verdict on two sets of rows. */
export interface RowComparison {
  readonly equal: boolean;
  readonly expectedRows: number;
  readonly actualRows: number;
  /** Columns that only one of both has. */
  readonly columns: { readonly onlyExpected: string[]; readonly onlyActual: string[] };
  /** Rows that are missing, at most ten; a row that is there too seldom counts as missing. */
  readonly missing: Row[];
  readonly unexpected: Row[];
}

const shown = 10;

/** Whether two multisets of rows are equal: order does not count, how often a row occurs does. */
export function compareRows(expected: readonly Row[], actual: readonly Row[]): RowComparison {
  const columnsOf = (rows: readonly Row[]) => new Set(rows.flatMap((row) => Object.keys(row)));
  const expectedColumns = columnsOf(expected);
  const actualColumns = columnsOf(actual);
  // Without a row there is nothing that names the columns.
  const comparable = expected.length > 0 && actual.length > 0;
  const onlyExpected = comparable ? [...expectedColumns].filter((c) => !actualColumns.has(c)) : [];
  const onlyActual = comparable ? [...actualColumns].filter((c) => !expectedColumns.has(c)) : [];
  const counts = new Map<string, { row: Row; count: number }>();
  const add = (row: Row, by: number) => {
    const key = canonicalRow(row);
    const entry = counts.get(key) ?? { row, count: 0 };
    entry.count += by;
    counts.set(key, entry);
  };
  for (const row of expected) add(row, 1);
  for (const row of actual) add(row, -1);
  const differing = [...counts.values()];
  const missing = differing.filter(({ count }) => count > 0);
  const unexpected = differing.filter(({ count }) => count < 0);
  return {
    equal:
      missing.length === 0 &&
      unexpected.length === 0 &&
      onlyExpected.length === 0 &&
      onlyActual.length === 0,
    expectedRows: expected.length,
    actualRows: actual.length,
    columns: { onlyExpected, onlyActual },
    missing: missing.slice(0, shown).map(({ row }) => row),
    unexpected: unexpected.slice(0, shown).map(({ row }) => row),
  };
}

const fraction = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}|-?\d{2,3}:\d{2}:\d{2})\.(\d+)$/;

/** One text per row; MySQL pads the fraction of a time to its column, the lake leaves zeros out. */
function canonicalRow(row: Row): string {
  const entries = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(
    entries.map(([name, value]) => [name, typeof value === "string" ? trimZeros(value) : value]),
  );
}

function trimZeros(text: string): string {
  const match = fraction.exec(text);
  if (!match) return text;
  const digits = (match[2] as string).replace(/0+$/, "");
  return digits === "" ? (match[1] as string) : `${match[1]}.${digits}`;
}
