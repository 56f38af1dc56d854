import type { ProcessCommand } from "../process/start-process.ts";
import type { ServiceKind } from "../state/stack-state.ts";

/** One service of the stack: how it is prepared, started, recognised as ready and ended. */
export interface Service {
  readonly name: string;
  readonly kind: ServiceKind;
  readonly endpoint: string;
  readonly metricsEndpoint?: string;
  /** Names of the services that must be ready before it starts. */
  readonly dependsOn: readonly string[];
  /** Undefined for a server that is not ours to start. */
  readonly command: ProcessCommand | undefined;
  readonly readyDeadlineMs: number;
  readonly stopGraceMs: number;
  /** Wait before the first restart after a death. @default 500 */
  readonly firstRestartDelayMs?: number;
  /** Writes what the process reads; run before each start, harmless when repeated. */
  prepare(): Promise<void>;
  /** One question to the running process. */
  isReady(): Promise<boolean>;
  /** Eases the end; not called for a crash. */
  beforeStop?(): Promise<void>;
  /** What must hold before anything that depends on it starts; run after each start. */
  afterReady?(): Promise<void>;
}
