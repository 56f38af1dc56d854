import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { ProcessIdentity } from "../process/process-identity.ts";
import type { StateDirectory } from "./state-directory.ts";

export type ServiceKind = "mysql" | "kafka" | "connect" | "registry";

export type ServicePhase =
  | "pending"
  | "starting"
  | "ready"
  | "restarting"
  | "stopping"
  | "stopped"
  | "failed";

export interface ServiceState {
  readonly name: string;
  readonly kind: ServiceKind;
  state: ServicePhase;
  process: ProcessIdentity | null;
  readonly endpoint: string;
  readonly metricsEndpoint?: string;
  restarts: number;
  readonly logFile: string;
  /** Why it is not ready. */
  reason?: string | undefined;
}

/** `waiting`: its tables do not exist yet; `applied`: Connect has it, no offset is stored yet. */
export type ConnectorPhase = "waiting" | "applied" | "ready" | "failed" | "detached";

export interface ConnectorState {
  readonly name: string;
  state: ConnectorPhase;
  reason?: string | undefined;
}

export interface StackPorts {
  readonly mysql: number;
  readonly registry: number;
  readonly kafka: readonly number[];
  readonly kafkaControllers: readonly number[];
  readonly connect: readonly number[];
  readonly connectMetrics: readonly number[];
}

export interface StackFailure {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Why the last supervisor ended without being asked to; undefined when it did not. */
export function readStackFailure(directory: StateDirectory): StackFailure | undefined {
  try {
    return JSON.parse(readFileSync(directory.failureFile, "utf8")) as StackFailure;
  } catch {
    return undefined;
  }
}

export function writeStackFailure(directory: StateDirectory, failure: StackFailure): void {
  writeFileSync(directory.failureFile, JSON.stringify(failure), { mode: 0o600 });
}

/** What the supervisor writes and every command reads. */
export interface StackState {
  readonly version: 1;
  readonly platform: string;
  phase: "starting" | "ready" | "stopping" | "stopped" | "failed";
  supervisor: ProcessIdentity | null;
  ports: StackPorts;
  mysql: { version: string; origin: string; user: string; host: string; port: number } | null;
  warnings: string[];
  services: ServiceState[];
  connectors: ConnectorState[];
  /** Milliseconds since the supervisor's start at which each step was done. */
  timings: { step: string; atMs: number }[];
}

export function readStackState(directory: StateDirectory): StackState | undefined {
  let text: string;
  try {
    text = readFileSync(directory.stateFile, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return JSON.parse(text) as StackState;
}

/** Written whole and renamed into place: a reader sees the old state or the new one. */
export function writeStackState(directory: StateDirectory, state: StackState): void {
  const temporary = `${directory.stateFile}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, directory.stateFile);
}
