/**
 * Shapes of Kafka Connect's REST interface (4.3), with upstream's field names.
 * https://kafka.apache.org/documentation/#connect_rest
 */

export const connectorStates = [
  "UNASSIGNED",
  "RUNNING",
  "PAUSED",
  "STOPPED",
  "FAILED",
  "RESTARTING",
] as const;

/** State of a connector or a task. */
export type ConnectorState = (typeof connectorStates)[number];

export interface TaskStatus {
  readonly id: number;
  readonly state: ConnectorState;
  readonly worker_id: string;
  /** Java stack trace of a FAILED task. */
  readonly trace?: string;
}

export interface ConnectorStatus {
  readonly name: string;
  readonly connector: {
    readonly state: ConnectorState;
    readonly worker_id: string;
    readonly trace?: string;
  };
  readonly tasks: readonly TaskStatus[];
  readonly type: "source" | "sink" | "unknown";
}

export interface ConnectorInfo {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  readonly tasks: readonly { readonly connector: string; readonly task: number }[];
  readonly type: "source" | "sink" | "unknown";
}

export interface TaskInfo {
  readonly id: { readonly connector: string; readonly task: number };
  readonly config: Readonly<Record<string, string>>;
}

/** Stored source offsets; `offset` is null where a partition has none. */
export interface ConnectorOffsets {
  readonly offsets: readonly {
    readonly partition: Readonly<Record<string, unknown>>;
    readonly offset: Readonly<Record<string, unknown>> | null;
  }[];
}

export interface PluginInfo {
  readonly class: string;
  readonly type: string;
  readonly version?: string;
}

export interface WorkerInfo {
  readonly version: string;
  readonly commit: string;
  readonly kafka_cluster_id: string;
}

export interface WorkerHealth {
  readonly status: "healthy" | "starting" | "unhealthy";
  readonly message: string;
}

/** A property that Connect refuses; `value` is hidden where it holds a secret. */
export interface FieldErrors {
  readonly field: string;
  readonly value: string | null;
  readonly errors: readonly string[];
}

export interface ConfigValidation {
  readonly valid: boolean;
  readonly errors: readonly FieldErrors[];
}
