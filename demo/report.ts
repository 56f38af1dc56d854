import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** One thing that the demo claims, and what it saw. */
export interface DemoCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly evidence: unknown;
  readonly durationMs: number;
}

export interface DemoPart {
  readonly name: string;
  readonly durationMs: number;
}

/** `.weir/demo-report.json`. */
export interface DemoReport {
  readonly ok: boolean;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly parts: readonly DemoPart[];
  readonly checks: readonly DemoCheck[];
  readonly failure?: string;
}

export function writeDemoReport(file: string, report: DemoReport): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
}
