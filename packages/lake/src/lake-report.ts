import { type LakeEvent, parseLakeEvent } from "./lake-event.ts";

/** What a run has said so far by its events. */
export interface LakeReport {
  readonly warnings: { readonly code: string; readonly message: string }[];
  done?: Extract<LakeEvent, { event: "done" }>;
  /** The newest error. */
  failure?: Extract<LakeEvent, { event: "error" }>;
}

/** Gathers events from a run's lines of output; other lines are no events. */
export function collectReport(onEvent?: (event: LakeEvent) => void): {
  readonly report: LakeReport;
  readonly onLine: (line: string) => void;
} {
  const report: LakeReport = { warnings: [] };
  return {
    report,
    onLine: (line) => {
      const event = parseLakeEvent(line);
      if (event === undefined) return;
      if (event.event === "done") report.done = event;
      if (event.event === "error") report.failure = event;
      if (event.event === "warning") {
        report.warnings.push({ code: event.code, message: event.message });
      }
      onEvent?.(event);
    },
  };
}
