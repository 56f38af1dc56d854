import { existsSync, readFileSync, statSync } from "node:fs";
import type { ConnectClient } from "@weir/connect";
import type { Platform, SpecFlag } from "@weir/core";
import type { MysqlAddress, StackState, StateDirectory } from "@weir/stack";
import type { CommandRun } from "./command.ts";

/** The local stack that a command works on, and the ways to its parts. */
export interface RunningStack {
  readonly directory: StateDirectory;
  readonly state: StackState;
  /** The platform as it was started: `--small` counts, later changes of the spec do not. */
  readonly platform: Platform;
  readonly connect: ConnectClient;
  readonly bootstrapServers: readonly string[];
  readonly registryEndpoint: string;
  readonly mysql: MysqlAddress;
}

/**
 * The state folder of the command, with or without a stack in it.
 * Throws STATE_NOT_WRITABLE where something else stands in its place, before anything is set up.
 */
export async function openStateDirectory(command: CommandRun): Promise<StateDirectory> {
  const [{ planStateDirectory }, { WeirError }] = await Promise.all([
    import("@weir/stack"),
    import("@weir/core"),
  ]);
  const root = await command.stateRoot();
  if (existsSync(root) && !statSync(root).isDirectory()) {
    throw new WeirError("STATE_NOT_WRITABLE", `the state folder ${root} is no folder`, {
      remedy: "move it away, or set WEIR_STATE_DIR to another folder",
    });
  }
  return planStateDirectory(root);
}

/** Throws STACK_NOT_RUNNING where no stack runs in the command's state folder. */
export async function openRunningStack(command: CommandRun): Promise<RunningStack> {
  const [stack, { WeirError }, { createConnectClient }] = await Promise.all([
    import("@weir/stack"),
    import("@weir/core"),
    import("@weir/connect"),
  ]);
  const directory = await openStateDirectory(command);
  const state = stack.readStackState(directory);
  if (state === undefined || stack.readLockHolder(directory) === undefined) {
    throw new WeirError("STACK_NOT_RUNNING", `no stack runs in ${directory.root}`, {
      remedy: 'start it with "weir up"',
    });
  }
  const platform = readStartedPlatform(directory);
  return {
    directory,
    state,
    platform,
    connect: createConnectClient({
      workers: state.services.filter(({ kind }) => kind === "connect").map((s) => s.endpoint),
      retryDeadlineMs: 30_000,
      signal: command.signal,
    }),
    bootstrapServers: stack.bootstrapServers(state.ports).split(","),
    registryEndpoint: `http://127.0.0.1:${state.ports.registry}`,
    mysql: stack.mysqlAddress(platform, directory, state.ports),
  };
}

/** What `weir up` left for its supervisor. */
function readStartedPlatform(directory: StateDirectory): Platform {
  return (JSON.parse(readFileSync(directory.platformFile, "utf8")) as { platform: Platform })
    .platform;
}

/** Brokers and workers as they run, above what the spec says: a stack does not grow by itself. */
export function runningSize({ platform: { kafka, connect } }: RunningStack): SpecFlag[] {
  const flag = "the running stack";
  return [
    { path: "kafka.brokers", value: kafka.brokers, flag },
    { path: "kafka.replicationFactor", value: kafka.replicationFactor, flag },
    { path: "kafka.minInsyncReplicas", value: kafka.minInsyncReplicas, flag },
    { path: "connect.workers", value: connect.workers, flag },
  ];
}
