/** `critical` wakes somebody up; `warning` can wait for the morning. */
export type Severity = "critical" | "warning";

/** An alerting rule and what whoever is woken by it needs to know. */
export interface Alert {
  readonly name: string;
  readonly severity: Severity;
  readonly expr: string;
  readonly forSeconds: number;
  /** Stays for so long after the expression is silent: what is restarted in vain does not flap. */
  readonly keepFiringForSeconds?: number;
  readonly summary: string;
  readonly description: string;
  /** Why this threshold and this wait. */
  readonly threshold: string;
  /** Of the source that it speaks of. */
  readonly source?: string;
}

/** A series that rules make out of others. */
export interface Recording {
  readonly record: string;
  readonly expr: string;
  readonly source?: string;
}

/** `WeirTaskFailed` is explained in `docs/runbooks/task-failed.md`. */
export function runbookPage(alert: string): string {
  const words = alert.replace(/^Weir/, "").replace(/([a-z])([A-Z])/g, "$1-$2");
  return `docs/runbooks/${words.toLowerCase()}.md`;
}
