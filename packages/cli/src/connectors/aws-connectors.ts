import type { ConnectorStatus } from "@weir/connect";
import type { ConnectorResource } from "@weir/deploy";
import { loadAwsPlatform } from "../aws/load-aws-platform.ts";
import type { CommandRun } from "../command.ts";
import { readTraces } from "../connector-report.ts";
import type { ConnectorControl } from "./connector-control.ts";

/** Strimzi looks at once when a resource changes, but Kafka Connect takes its time. */
const deadlineMs = 180_000;

/** The connectors of the platform on AWS, as KafkaConnector resources: nobody else may change them. */
export async function openAwsConnectors(command: CommandRun): Promise<ConnectorControl> {
  const platform = await loadAwsPlatform(command);
  const deploy = await import("@weir/deploy");
  const { connectors, close } = await deploy.openConnectorResources(platform, {
    signal: command.signal,
    env: command.env,
  });
  const wait = {
    deadlineMs,
    signal: command.signal,
    report: (detail: string) =>
      command.progress.report({ step: "strimzi", state: "running", detail }),
  };
  const wanted = { RUNNING: "running", PAUSED: "paused", STOPPED: "stopped" } as const;
  const verbs = { RUNNING: "resume", PAUSED: "pause", STOPPED: "stop" } as const;
  const offsets = async (name: string) => connectors.offsets(name, wait);
  return {
    summaries: async () =>
      (await connectors.list()).map((connector) => {
        const status = statusOf(connector);
        return {
          name: connector.name,
          state: status.connector.state,
          reason: connector.problem,
          tasks: status.tasks.map(({ id, state, worker_id }) => ({
            id,
            state,
            workerId: worker_id,
          })),
        };
      }),
    statuses: async () => (await connectors.list()).map(statusOf),
    describe: async (name) => {
      const connector = await connectors.describe(name);
      return {
        status: statusOf(connector),
        config: Object.fromEntries(
          Object.entries(connector.config).map(([key, value]) => [key, String(value)]),
        ),
        offsets: await offsets(name),
        topics: connector.topics,
      };
    },
    offsets,
    bringTo: async (name, state) => {
      await connectors[verbs[state]](name);
      return statusOf(await connectors.waitForState(name, wanted[state], wait));
    },
    restart: async (name, { task, onlyFailed }) => {
      if (task === undefined) await connectors.restart(name, { includeTasks: true, onlyFailed });
      else await connectors.restartTask(name, task);
      return statusOf(await connectors.waitForRestart(name, wait));
    },
    remove: async (name) => {
      await connectors.remove(name);
      await connectors.waitUntilGone(name, wait);
    },
    failures: (status) => readTraces(status),
    close,
  };
}

/** What Kafka Connect said last; UNASSIGNED before Strimzi has brought the connector to it. */
function statusOf({ name, status, problem }: ConnectorResource): ConnectorStatus {
  if (status !== undefined) return status;
  const trace = problem === undefined ? {} : { trace: problem };
  const state = problem === undefined ? "UNASSIGNED" : "FAILED";
  return { name, type: "source", connector: { state, worker_id: "-", ...trace }, tasks: [] };
}
