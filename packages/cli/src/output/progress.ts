import type { Paint } from "./paint.ts";
import { renderDuration } from "./units.ts";

/** The same shape as the stack's and the lake's reports. */
export interface ProgressEvent {
  readonly step: string;
  readonly state: "started" | "running" | "done" | "failed";
  readonly detail?: string;
  /** 0 to 1 where it is known. */
  readonly fraction?: number;
}

export interface Progress {
  readonly report: (event: ProgressEvent) => void;
  /** Removes the live line; call it before anything else is written. */
  readonly end: () => void;
}

export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const barWidth = 10;

/**
 * Narration of what goes on: each finished step as a line with its duration; on a terminal also a
 * live line of what is under way.
 */
export function createProgress(
  stream: ProgressStream,
  paint: Paint,
  now: () => number = () => performance.now(),
): Progress {
  const underWay = new Map<string, { startedAt: number; event: ProgressEvent }>();
  let live = false;

  const clear = () => {
    if (live) stream.write("\r\u001b[K");
    live = false;
  };
  const drawLive = () => {
    const latest = [...underWay.values()].at(-1);
    if (stream.isTTY !== true || latest === undefined) return;
    const others = underWay.size > 1 ? ` (and ${underWay.size - 1} more)` : "";
    const line = `${renderProgressLine(latest.event)}${others}`;
    stream.write(line.slice(0, (stream.columns ?? 80) - 1));
    live = true;
  };

  return {
    report: (event) => {
      const known = underWay.get(event.step);
      clear();
      if (event.state === "started" || event.state === "running") {
        underWay.set(event.step, { startedAt: known?.startedAt ?? now(), event });
      } else {
        underWay.delete(event.step);
        const took = known === undefined ? "" : `  ${renderDuration(now() - known.startedAt)}`;
        const mark = event.state === "done" ? paint("green", "done  ") : paint("red", "failed");
        const detail = event.detail === undefined ? "" : `  ${event.detail}`;
        stream.write(`${mark} ${event.step}${paint("dim", took)}${detail}\n`);
      }
      drawLive();
    },
    end: () => {
      clear();
      underWay.clear();
    },
  };
}

/** `[####      ] 40 % engines: kafka`; without a bar where no fraction is known. */
export function renderProgressLine({ step, detail, fraction }: ProgressEvent): string {
  const what = detail === undefined ? step : `${step}: ${detail}`;
  if (fraction === undefined) return `[${".".repeat(barWidth)}] ${what}`;
  const part = Math.min(1, Math.max(0, fraction));
  const filled = Math.round(part * barWidth);
  const bar = "#".repeat(filled).padEnd(barWidth);
  return `[${bar}] ${Math.round(part * 100)} % ${what}`;
}
