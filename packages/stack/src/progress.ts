/** One thing that set-up or start-up does, as it goes on. */
export interface ProgressEvent {
  /** Stable name of the step, such as "engines" or "mysql". */
  readonly step: string;
  readonly state: "started" | "running" | "done" | "failed";
  readonly detail?: string;
  /** 0 to 1 where it is known. */
  readonly fraction?: number;
}

export type ReportProgress = (event: ProgressEvent) => void;
