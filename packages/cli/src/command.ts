import type { LoadedPlatform, SpecFlag } from "@weir/core";
import type { Paint } from "./output/paint.ts";
import type { Progress } from "./output/progress.ts";

export type OutputFormat = "human" | "json";

/** What a command has to say at its end. */
export interface CommandResult {
  /** Printed with `-o json`; nothing where undefined. */
  readonly json?: unknown;
  /** Text for people, ending with a line break where it is not empty. */
  readonly human: string;
  /** @default 0 */
  readonly exitCode?: 0 | 1 | 3;
}

/** What a running command works with; nothing below reads `process` itself. */
export interface CommandRun {
  readonly format: OutputFormat;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** `--config` as given. */
  readonly config: string | undefined;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  readonly stdin: AsyncIterable<Buffer | string> & {
    readonly isTTY?: boolean;
    destroy?(): unknown;
  };
  /** For stdout. */
  readonly paint: Paint;
  readonly progress: Progress;
  /** Results: stdout, as given. */
  readonly print: (text: string) => void;
  /** Narration: one line on stderr. */
  readonly say: (line: string) => void;
  /** Loads the spec; SPEC_NOT_FOUND, SPEC_INVALID. */
  readonly loadSpec: (flags?: readonly SpecFlag[]) => Promise<LoadedPlatform>;
  /** Absolute path of the state folder; does not read the spec, only looks where it lies. */
  readonly stateRoot: () => Promise<string>;
  /** Absolute path of the user's cache. */
  readonly cacheDirectory: () => Promise<string>;
}
