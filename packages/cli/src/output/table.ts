/** A table's column: its heading and which side its cells keep to. */
export interface Column {
  readonly heading: string;
  /** @default "left" */
  readonly align?: "left" | "right";
}

const gap = "  ";

/**
 * Rows under aligned headings, without lines around them; text from the first column on, ending
 * with a line break. Widths are those of what is seen: colours count for nothing.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [columns.map(({ heading }) => heading.toUpperCase()), ...rows];
  const widths = columns.map((_, index) =>
    Math.max(...lines.map((cells) => visibleWidth(cells[index] ?? ""))),
  );
  const render = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? "";
        const space = " ".repeat((widths[index] ?? 0) - visibleWidth(cell));
        return align === "right" ? space + cell : cell + space;
      })
      .join(gap)
      .trimEnd();
  return `${lines.map(render).join("\n")}\n`;
}

/** Rows of a query: headings as the engine gave them, NULL as such, numbers to the right. */
export function renderRows(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  const cells = rows.map((row) => columns.map((name) => renderCell(row[name])));
  const all = [columns, ...cells];
  const widths = columns.map((_, index) =>
    Math.max(...all.map((line) => visibleWidth(line[index] ?? ""))),
  );
  const numeric = columns.map((name) =>
    rows.every((row) => row[name] === null || typeof row[name] === "number"),
  );
  const render = (line: readonly string[]) =>
    line
      .map((cell, index) => {
        const space = " ".repeat((widths[index] ?? 0) - visibleWidth(cell));
        return numeric[index] ? space + cell : cell + space;
      })
      .join(gap)
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join(gap);
  return `${[render(columns), rule, ...cells.map(render)].join("\n")}\n`;
}

function renderCell(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  // A line break or a control character would break the table.
  return text.replace(/\p{Cc}/gu, (char) => JSON.stringify(char).slice(1, -1));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one.
const escapeSequence = /\u001b\[[0-9;]*m/g;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/gu;

/** How many columns of a terminal the text takes: East Asian letters take two. */
function visibleWidth(text: string): number {
  const plain = text.replace(escapeSequence, "");
  return [...plain].length + (plain.match(wide)?.length ?? 0);
}
