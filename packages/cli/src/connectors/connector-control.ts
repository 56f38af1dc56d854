import type { ConnectorOffsets, ConnectorStatus } from "@weir/connect";
import type { StackStatus } from "@weir/stack";
import type { CommandRun } from "../command.ts";
import type { FailureReport } from "../connector-report.ts";
import type { Target } from "../target.ts";

/** All about one connector. */
export interface ConnectorDescription {
  readonly status: ConnectorStatus;
  readonly config: Readonly<Record<string, string>>;
  readonly offsets: ConnectorOffsets["offsets"];
  readonly topics: readonly string[];
}

export interface RestartRequest {
  /** Only this task. */
  readonly task?: number;
  /** Only what is FAILED. */
  readonly onlyFailed: boolean;
}

/**
 * The connectors of a platform: Kafka Connect's REST interface on one machine, KafkaConnector
 * resources on AWS. A name that is not there throws CONNECTOR_UNKNOWN; every wait has a deadline
 * and throws READY_TIMEOUT when it passes.
 */
export interface ConnectorControl {
  /** As `weir get connectors` shows them. */
  summaries(): Promise<StackStatus["connectors"]>;
  statuses(): Promise<readonly ConnectorStatus[]>;
  describe(name: string): Promise<ConnectorDescription>;
  offsets(name: string): Promise<ConnectorOffsets["offsets"]>;
  /** Asks, then waits until connector and tasks are as asked. */
  bringTo(name: string, state: "RUNNING" | "PAUSED" | "STOPPED"): Promise<ConnectorStatus>;
  /** Asks, then waits until every part runs again or has failed again. */
  restart(name: string, request: RestartRequest): Promise<ConnectorStatus>;
  /** Takes the connector away; its topics and offsets stay. */
  remove(name: string): Promise<void>;
  /** The causes of what is FAILED in it. */
  failures(status: ConnectorStatus): Promise<readonly FailureReport[]>;
  close(): void;
}

/** Works on the connectors of the target, and lets its connections go at the end. */
export async function withConnectors<T>(
  command: CommandRun,
  target: Target,
  work: (connectors: ConnectorControl) => Promise<T>,
): Promise<T> {
  const connectors =
    target === "aws"
      ? await (await import("./aws-connectors.ts")).openAwsConnectors(command)
      : await (await import("./local-connectors.ts")).openLocalConnectors(command);
  try {
    return await work(connectors);
  } finally {
    connectors.close();
  }
}
