/** Rows as aligned columns; long cells are cut. */
export function renderTable(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0) return "(no rows)";
  const cells = [columns, ...rows.map((row) => columns.map((name) => renderCell(row[name])))];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((line) => (line[index] as string).length)),
  );
  return cells
    .map((line) => line.map((cell, index) => cell.padEnd(widths[index] as number)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

const longestCell = 72;

function renderCell(value: unknown): string {
  const text =
    value === null || value === undefined
      ? "NULL"
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
  return text.length > longestCell ? `${text.slice(0, longestCell - 1)}…` : text;
}
