import { setTimeout as sleep } from "node:timers/promises";
import { type ConnectClient, createConnectClient } from "@weir/connect";
import { describeError, type Platform } from "@weir/core";
import type { StackPrerequisites } from "../engines/prepare-engines.ts";
import { prepareSource, runInitFile } from "../mysql/prepare-source.ts";
import { choosePorts } from "../ports.ts";
import { readProcessIdentity } from "../process/process-identity.ts";
import type { Service } from "../services/service.ts";
import { readStackState, type StackState, writeStackState } from "../state/stack-state.ts";
import type { StateDirectory } from "../state/state-directory.ts";
import { type ApplyOptions, applyConnectors, settleConnector } from "./connectors.ts";
import { mysqlAddress, planServiceStates, planServices, planWarnings } from "./plan-stack.ts";
import { prepareRegistry, prepareTopics } from "./prepare-platform.ts";
import { restartFailedTasks } from "./restart-failed-tasks.ts";
import { type RunningService, runService } from "./run-service.ts";
import { startServices, stopServices } from "./start-services.ts";

export interface SuperviseOptions {
  readonly platform: Platform;
  readonly directory: StateDirectory;
  readonly prerequisites: StackPrerequisites;
  /** SQL that is run once on a new source database. */
  readonly initFile: string | undefined;
  /** Leave the connectors to `weir apply`. */
  readonly withoutConnectors: boolean;
  readonly log: (message: string) => void;
}

const tableCheckIntervalMs = 1_000;

/** Runs the stack until `down` aborts, then ends it in order. Fails after ending what it started. */
export async function supervise(options: SuperviseOptions, down: AbortSignal): Promise<void> {
  const { platform, directory, log } = options;
  const startedAt = performance.now();
  const previous = readStackState(directory);
  const ports = await choosePorts(platform, previous?.ports);
  const services = planServices({ ...options, ports });
  const state: StackState = {
    version: 1,
    platform: platform.name,
    phase: "starting",
    supervisor: readProcessIdentity(process.pid) ?? null,
    ports,
    mysql: describeMysql(options, ports.mysql),
    warnings: planWarnings(options),
    services: planServiceStates(services, directory),
    connectors: [],
    timings: [],
  };
  const changed = () => writeStackState(directory, state);
  const step = (name: string) => {
    state.timings.push({ step: name, atMs: Math.round(performance.now() - startedAt) });
    changed();
  };
  const abort = new AbortController();
  const signal = AbortSignal.any([down, abort.signal]);
  const running: RunningService[] = [];
  changed();
  let failure: unknown;
  try {
    await startServices(services, startOne, running);
    await prepareRegistry(platform, ports);
    await prepareTopics(platform, ports, signal);
    if (!options.withoutConnectors) await bringConnectors();
    state.phase = "ready";
    step("ready");
    log("the stack is ready");
    await restartFailedTasks({ client: connectClient(), log, signal });
  } catch (error) {
    if (!down.aborted) failure = error;
  }
  abort.abort();
  state.phase = "stopping";
  changed();
  await stopServices(running);
  state.phase = failure === undefined ? "stopped" : "failed";
  state.supervisor = null;
  step("stopped");
  if (failure !== undefined) throw failure;

  async function startOne(service: Service): Promise<RunningService> {
    const own = state.services.find(({ name }) => name === service.name);
    if (!own) throw new Error(`no state for ${service.name}`);
    try {
      const started = await runService({ service, state: own, changed, signal, log });
      step(service.name);
      if (service.kind === "mysql") {
        await prepareMysql().catch(async (error) => {
          // Not yet among those that are ended in order: a kill would leave it to recover.
          abort.abort(error);
          await started.stop();
          throw error;
        });
      }
      return started;
    } catch (error) {
      // The others need not go on: the stack is not going to be whole.
      abort.abort(error);
      throw error;
    }
  }

  async function prepareMysql(): Promise<void> {
    const address = mysqlAddress(platform, directory, ports);
    await prepareSource(platform, directory, address);
    if (options.initFile && (await runInitFile(options.initFile, address))) step("init file");
  }

  function connectClient(): ConnectClient {
    return createConnectClient({
      workers: ports.connect.map((port) => `http://127.0.0.1:${port}`),
      signal,
    });
  }

  async function bringConnectors(): Promise<void> {
    const client = connectClient();
    const address = mysqlAddress(platform, directory, ports);
    const apply: ApplyOptions = { platform, directory, ports, address, client };
    state.connectors = await applyConnectors(apply);
    step("connectors");
    await Promise.all(
      state.connectors
        .filter((connector) => connector.state === "applied")
        .map((connector) => settleConnector(client, connector, changed, signal)),
    );
    if (state.connectors.some((connector) => connector.state === "waiting")) {
      void bringWaiting(apply);
    }
  }

  /** Applies connectors whose tables come later, as soon as all of them are there. */
  async function bringWaiting(apply: ApplyOptions): Promise<void> {
    while (state.connectors.some((connector) => connector.state === "waiting")) {
      try {
        await sleep(tableCheckIntervalMs, undefined, { signal });
        const next = await applyConnectors(apply);
        for (const connector of state.connectors) {
          const found = next.find(({ name }) => name === connector.name);
          if (connector.state !== "waiting" || found?.state !== "applied") continue;
          connector.state = "applied";
          connector.reason = undefined;
          log(`connector ${connector.name} is applied: its tables exist now`);
          changed();
          void settleConnector(apply.client, connector, changed, signal);
        }
      } catch (error) {
        if (signal.aborted) return;
        // Some of the tables are there and others are not yet: that is no mistake while waiting.
        log(`connectors still wait: ${describeError(error)}`);
      }
    }
  }
}

function describeMysql({ platform, directory, prerequisites }: SuperviseOptions, port: number) {
  const address = mysqlAddress(platform, directory, { mysql: port });
  const { host, user } = address;
  const { mysql } = prerequisites;
  return mysql
    ? { version: mysql.version, origin: mysql.origin, user, host, port: address.port }
    : { version: "", origin: "local.mysql.url", user, host, port: address.port };
}
