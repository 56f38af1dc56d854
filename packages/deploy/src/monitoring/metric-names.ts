/** Words of PromQL that stand where a metric's name could. */
const keywords = new Set([
  ...["and", "or", "unless", "on", "ignoring", "by", "without", "group_left", "group_right"],
  ...["bool", "offset", "start", "end", "inf", "nan"],
]);

/**
 * Metric names that a PromQL expression selects, in order of appearance. Not a parser: it takes
 * strings, matchers, ranges and label lists away and keeps the names that are no call.
 */
export function metricNamesOf(expr: string): string[] {
  const bare = expr
    .replace(/"(?:\\.|[^"\\])*"/g, '""')
    .replace(/\{[^}]*\}/g, "{}")
    .replace(/\[[^\]]*\]/g, "")
    .replace(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, " ");
  const found = [...bare.matchAll(/(?<![\w.:])([a-zA-Z_:][\w:]*)(?!\s*\(|[\w:])/g)].map(
    ([name]) => name,
  );
  return [...new Set(found.filter((name) => !keywords.has(name.toLowerCase())))];
}

/** Metric names of an exposition in Prometheus' text format. */
export function exposedNames(exposition: string): Set<string> {
  const lines = exposition.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Set(lines.map((line) => /^[\w:]+/.exec(line)?.[0] ?? ""));
}
