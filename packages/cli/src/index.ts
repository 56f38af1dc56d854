export {
  explainRefusedSchema,
  type RefusedSchema,
  renderRefusedSchema,
  type VerdictReader,
} from "./explain-refused-schema.ts";
export { createPaint, type Paint } from "./output/paint.ts";
export { createProgress, type Progress } from "./output/progress.ts";
export { renderRows, renderTable } from "./output/table.ts";
export { renderBytes, renderDuration } from "./output/units.ts";
export { runCli } from "./run-cli.ts";
