import { WeirError } from "@weir/core";
import type {
  ConfigValidation,
  ConnectorInfo,
  ConnectorOffsets,
  ConnectorStatus,
  PluginInfo,
  TaskInfo,
  WorkerHealth,
  WorkerInfo,
} from "./connect-types.ts";
import { type ConfigInfos, describeFieldErrors, parseValidation } from "./validation.ts";
import {
  answerMessage,
  createWorkerRequests,
  type WorkerAnswer,
  type WorkerRequest,
  type WorkerRequestsOptions,
} from "./worker-requests.ts";

/** Validation makes the connector talk to its database, so its answer takes longer. */
const validationTimeoutMs = 60_000;

type Config = Readonly<Record<string, string>>;

/**
 * Kafka Connect's REST interface.
 *
 * Every method throws WeirError CONNECT_UNREACHABLE where no worker answers (or none that can act),
 * CONNECTOR_UNKNOWN for an unknown name, CONNECTOR_INVALID for a refused request.
 */
export function createConnectClient(options: WorkerRequestsOptions) {
  const requests = createWorkerRequests(options);

  async function call<T>(request: WorkerRequest, connector?: string): Promise<T> {
    const answer = await requests.request(request);
    if (answer.status < 300) return answer.body as T;
    throw refusal(answer, request, connector);
  }

  const path = (name: string, rest = "") => `/connectors/${encodeURIComponent(name)}${rest}`;
  const get = <T>(where: string, connector?: string) =>
    call<T>({ method: "GET", path: where }, connector);
  const send = async (method: "PUT" | "POST" | "DELETE", where: string, name: string) => {
    await call({ method, path: where }, name);
  };

  async function validateConnectorConfig(config: Config): Promise<ConfigValidation> {
    const className = config["connector.class"] ?? "";
    const infos = await call<ConfigInfos>({
      method: "PUT",
      path: `/connector-plugins/${encodeURIComponent(className)}/config/validate`,
      body: config,
      timeoutMs: validationTimeoutMs,
    });
    return parseValidation(infos);
  }

  /** Creates or changes a connector. */
  async function putConnectorConfig(name: string, config: Config): Promise<ConnectorInfo> {
    const request = {
      method: "PUT",
      path: path(name, "/config"),
      body: config,
      timeoutMs: validationTimeoutMs,
    } as const;
    const answer = await requests.request(request);
    if (answer.status < 300) return answer.body as ConnectorInfo;
    if (answer.status === 400) {
      // Connect's own message has no field names and may quote values; the validation has both.
      const { errors } = await validateConnectorConfig({ ...config, name });
      if (errors.length > 0) {
        throw new WeirError(
          "CONNECTOR_INVALID",
          `Kafka Connect refuses connector "${name}": ${describeFieldErrors(errors)}`,
          { remedy: `correct sources.${name} in the spec`, details: { connector: name, errors } },
        );
      }
    }
    throw refusal(answer, request, name);
  }

  return {
    workers: requests.workers,
    listConnectors: () => get<string[]>("/connectors"),
    /** Status of every connector in one request. */
    listConnectorStatuses: async (): Promise<ConnectorStatus[]> => {
      const all = await get<Record<string, { status: ConnectorStatus }>>(
        "/connectors?expand=status",
      );
      return Object.values(all).map(({ status }) => status);
    },
    getConnector: (name: string) => get<ConnectorInfo>(path(name), name),
    getConnectorStatus: (name: string) => get<ConnectorStatus>(path(name, "/status"), name),
    getTasks: (name: string) => get<TaskInfo[]>(path(name, "/tasks"), name),
    getOffsets: (name: string) => get<ConnectorOffsets>(path(name, "/offsets"), name),
    /** Topics the connector has written to since it was created. */
    getTopics: async (name: string): Promise<string[]> => {
      const answer = await get<Record<string, { topics: string[] }>>(path(name, "/topics"), name);
      return answer[name]?.topics ?? [];
    },
    putConnectorConfig,
    validateConnectorConfig,
    restartConnector: (
      name: string,
      {
        includeTasks = false,
        onlyFailed = false,
      }: { includeTasks?: boolean; onlyFailed?: boolean } = {},
    ) =>
      send(
        "POST",
        path(name, `/restart?includeTasks=${includeTasks}&onlyFailed=${onlyFailed}`),
        name,
      ),
    restartTask: (name: string, task: number) =>
      send("POST", path(name, `/tasks/${task}/restart`), name),
    pause: (name: string) => send("PUT", path(name, "/pause"), name),
    resume: (name: string) => send("PUT", path(name, "/resume"), name),
    stop: (name: string) => send("PUT", path(name, "/stop"), name),
    delete: (name: string) => send("DELETE", path(name), name),
    getPlugins: () => get<PluginInfo[]>("/connector-plugins?connectorsOnly=false"),
    /** Version and cluster of the worker that answers, or of the one at `worker`. */
    getWorker: async (worker?: string): Promise<WorkerInfo> => {
      if (worker === undefined) return get<WorkerInfo>("/");
      return (await askOne(worker, "/")).body as WorkerInfo;
    },
    /** Health of one worker, or of the one that answers: 503 while it starts is an answer. */
    getHealth: async (worker?: string): Promise<WorkerHealth> => {
      const request = { method: "GET", path: "/health", retry: false } as const;
      const answer =
        worker === undefined ? await requests.request(request) : await askOne(worker, "/health");
      return answer.body as WorkerHealth;
    },
  };

  async function askOne(worker: string, where: string): Promise<WorkerAnswer> {
    try {
      return await requests.askWorker(worker, { method: "GET", path: where });
    } catch (cause) {
      throw new WeirError("CONNECT_UNREACHABLE", `Connect worker ${worker} does not answer`, {
        cause,
      });
    }
  }
}

/** A client of one Connect cluster. */
export type ConnectClient = ReturnType<typeof createConnectClient>;

function refusal(
  answer: WorkerAnswer,
  { method, path }: WorkerRequest,
  connector?: string,
): WeirError {
  const message = answerMessage(answer);
  const details = { status: answer.status, worker: answer.worker, ...(connector && { connector }) };
  if (answer.status === 404 && connector !== undefined) {
    return new WeirError("CONNECTOR_UNKNOWN", `there is no connector "${connector}": ${message}`, {
      remedy: 'see "weir get connectors"',
      details,
    });
  }
  const what = `Kafka Connect answers ${method} ${path} with ${answer.status}: ${message}`;
  const invalid = answer.status < 500 || message.includes("Failed to find any class");
  // 409 and 503 come here after their deadline only; 5xx are a worker without its leader or brokers.
  const unable = answer.status === 409 || !invalid;
  return new WeirError(unable ? "CONNECT_UNREACHABLE" : "CONNECTOR_INVALID", what, { details });
}
