import { styleText } from "node:util";
import type { ProgressEvent } from "@weir/stack";
import type { DemoCheck, DemoPart } from "./report.ts";

/** Tells what happens, and keeps what was shown for the report. */
export interface Narrator {
  readonly checks: readonly DemoCheck[];
  readonly parts: readonly DemoPart[];
  /** Runs one part under a headline and times it. */
  part<T>(name: string, run: () => Promise<T>): Promise<T>;
  say(text: string): void;
  /** Text that belongs to what was said before: a table, a record. */
  show(text: string): void;
  progress(event: ProgressEvent): void;
  /** Runs one check; an answer without `ok` or an exception is a "no". */
  check(name: string, run: () => Promise<CheckResult>): Promise<boolean>;
}

export interface CheckResult {
  readonly ok: boolean;
  readonly evidence: unknown;
  /** Shown behind the name. */
  readonly summary?: string;
}

const barWidth = 20;

export function createNarrator(out: NodeJS.WriteStream): Narrator {
  const checks: DemoCheck[] = [];
  const parts: DemoPart[] = [];
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    out.isTTY && !process.env.NO_COLOR ? styleText(format, text) : text;
  const line = (text: string) => out.write(`${text}\n`);
  const started = new Map<string, number>();
  let live = false;
  const clearLive = () => {
    if (live) out.write("\r\x1b[2K");
    live = false;
  };
  return {
    checks,
    parts,
    async part(name, run) {
      const startedAt = performance.now();
      line(`\n${style("bold", `${parts.length + 1}. ${name}`)}`);
      try {
        return await run();
      } finally {
        clearLive();
        parts.push({ name, durationMs: Math.round(performance.now() - startedAt) });
      }
    },
    say(text) {
      clearLive();
      line(`   ${text}`);
    },
    show(text) {
      clearLive();
      for (const row of text.split("\n")) line(style("dim", `     ${row}`));
    },
    progress({ step, state, detail = "", fraction }) {
      clearLive();
      if (state === "started") started.set(step, performance.now());
      const took = performance.now() - (started.get(step) ?? performance.now());
      if (state === "done") line(`   ${style("green", "✓")} ${step} (${seconds(took)})`);
      else if (state === "failed") line(`   ${style("red", "✗")} ${step}: ${detail}`);
      else if (out.isTTY) {
        const filled = Math.round((fraction ?? 0) * barWidth);
        const bar = `[${"#".repeat(filled)}${" ".repeat(barWidth - filled)}]`;
        out.write(
          `   ${fraction === undefined ? "…" : bar} ${step} ${detail}`.slice(0, out.columns),
        );
        live = true;
      } else if (state === "started") line(`   … ${step} ${detail}`);
    },
    async check(name, run) {
      const startedAt = performance.now();
      const result = await run().catch(
        (error: unknown): CheckResult => ({
          ok: false,
          evidence: { error: error instanceof Error ? error.message : String(error) },
          summary: error instanceof Error ? error.message : String(error),
        }),
      );
      const durationMs = Math.round(performance.now() - startedAt);
      checks.push({ name, ok: result.ok, evidence: result.evidence, durationMs });
      clearLive();
      const mark = result.ok ? style("green", "✓") : style("red", "✗");
      line(`   ${mark} ${name}${result.summary ? `: ${result.summary}` : ""}`);
      if (!result.ok) line(`     ${JSON.stringify(result.evidence)}`.slice(0, 2_000));
      return result.ok;
    },
  };
}

export function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
