import { type ErrorCode, errorCodes } from "./error-codes.ts";

export interface WeirErrorOptions {
  /** What the reader can do about it, as one lower-case sentence or command. */
  readonly remedy?: string;
  readonly cause?: unknown;
  /** Machine-readable facts; printed with `-o json`. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The one error class: a code from the table, what happened, and what to do about it. */
export class WeirError extends Error {
  override readonly name = "WeirError";
  readonly code: ErrorCode;
  readonly remedy: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: WeirErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy;
    this.details = options.details ?? {};
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }

  get exitCode(): number {
    return errorCodes[this.code].exitCode;
  }
}

/** Whether `error` is a WeirError with this code, also one of another copy of this package. */
export function hasErrorCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** The message of anything that was thrown, with the messages of its causes that it does not hold already. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message || error.name;
  if (error.cause === undefined) return own;
  const cause = describeError(error.cause);
  return own.includes(cause) ? own : `${own}: ${cause}`;
}
