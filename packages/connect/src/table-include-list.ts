const regexSyntax = /[\\^$.|?*+()[\]{}]/g;

/**
 * Debezium's `table.include.list` for exactly these tables: the list takes Java regular expressions,
 * anchored, so `.` and `$` of a name are escaped. Debezium compares without regard to case.
 */
export function renderTableIncludeList(tables: readonly string[]): string {
  return tables.map((table) => table.replace(regexSyntax, "\\$&")).join(",");
}
