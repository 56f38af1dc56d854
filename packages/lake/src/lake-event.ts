/** Why a table's equality with its source is not claimed. */
export interface ResyncMark {
  readonly code: "DDL_UNCERTAIN" | "DDL_UNKNOWN" | "QUARANTINED" | "TABLE_INCONSISTENT";
  readonly message: string;
}

export interface LakeTableResult {
  readonly source: string;
  /** `database.table`. */
  readonly table: string;
  readonly records: number;
  readonly silverVersion: number;
  readonly resync: readonly ResyncMark[];
  /** Columns whose NULL the converter may have written as their default: equality is not claimed. */
  readonly nullAsDefault: readonly string[];
}

/** A line of the job's stdout. */
export type LakeEvent =
  | { readonly event: "started"; readonly sparkVersion: string }
  | {
      readonly event: "batch";
      readonly source: string;
      readonly batchId: number;
      readonly records: number;
      readonly durationMs: number;
    }
  | ({ readonly event: "table"; readonly quarantined: number } & LakeTableResult)
  | {
      readonly event: "gold";
      readonly name: string;
      readonly version: number;
      readonly changed: boolean;
    }
  | {
      readonly event: "warning";
      readonly code: string;
      readonly message: string;
      readonly source?: string;
      readonly table?: string;
    }
  | {
      readonly event: "done";
      readonly tables: readonly LakeTableResult[];
      readonly durationMs: number;
    }
  | { readonly event: "error"; readonly code: string; readonly message: string };

/** Undefined for a line that is none of the job's: a library that writes to stdout. */
export function parseLakeEvent(line: string): LakeEvent | undefined {
  if (!line.startsWith('{"event"')) return undefined;
  try {
    return JSON.parse(line) as LakeEvent;
  } catch {
    return undefined;
  }
}
