import type { Paint } from "./paint.ts";

/** An error as `-o json` prints it on stderr. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** `error[CODE]: message` and `remedy: …`, or the same as one JSON object. */
export function renderError(report: ErrorReport, format: "human" | "json", paint: Paint): string {
  if (format === "json") return `${JSON.stringify({ error: report })}\n`;
  const { code, message, remedy } = report;
  const first = `${paint("red", `error[${code}]`)}: ${message}\n`;
  return remedy === null ? first : `${first}${paint("bold", "remedy")}: ${remedy}\n`;
}
