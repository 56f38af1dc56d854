import { writeFileSync } from "node:fs";
import { workerMetricsRules } from "@weir/connect";

/** What the exporter of a local worker publishes: the same as on AWS. */
export function writeMetricsRules(file: string): void {
  writeFileSync(file, workerMetricsRules, { mode: 0o600 });
}
