import { checkCompatibility, type DataFormat } from "@weir/schema";
import { renderEnvelope } from "./definitions.ts";

const columns = 300;
const checks = 60;
let columnsMade = 0;

/** Median milliseconds, in this process, on texts nobody has kept: each has a column of its own. */
export function measureCompatibility(dataFormat: DataFormat): number {
  const definition = renderEnvelope(dataFormat, columns - 1, `column_${columns - 2}`);
  const times = Array.from({ length: checks }, () => {
    const candidate = renderEnvelope(dataFormat, columns, `only_in_${columnsMade++}`);
    const startedAt = performance.now();
    const { compatible } = checkCompatibility({
      ...{ dataFormat, mode: "BACKWARD", candidate },
      baselines: [{ versionNumber: 1, definition }],
    });
    const elapsedMs = performance.now() - startedAt;
    if (!compatible) throw new Error(`${dataFormat}: a new nullable column is refused`);
    return elapsedMs;
  });
  assertRefusal(dataFormat);
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** A check that says yes to everything would be fast as well. */
function assertRefusal(dataFormat: DataFormat): void {
  const definition = renderEnvelope(dataFormat, columns, "last");
  const candidate = definition
    .replace('"name":"op","type":"string"', '"name":"op","type":"long"')
    .replace('"op":{"type":"string"', '"op":{"type":"integer"')
    .replace("string op = 3", "int64 op = 3");
  const { compatible } = checkCompatibility({
    ...{ dataFormat, mode: "BACKWARD", candidate },
    baselines: [{ versionNumber: 1, definition }],
  });
  if (compatible) throw new Error(`${dataFormat}: another type is accepted`);
}
