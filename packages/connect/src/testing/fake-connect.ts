import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ConnectorOffsets, ConnectorState, TaskStatus } from "../rest/connect-types.ts";

/** A connector as the fake keeps it; tests change it in place. */
export interface FakeConnector {
  config: Record<string, string>;
  state: ConnectorState;
  connectorTrace?: string;
  tasks: { state: ConnectorState; trace?: string }[];
  offsets: ConnectorOffsets["offsets"];
  topics: string[];
}

/** An answer given instead of the fake's own, to the next `times` requests that match. */
export interface FakeFault {
  readonly method?: string;
  readonly path?: RegExp;
  readonly times: number;
  /** HTTP status, `hang` (no answer) or `drop` (connection closed). */
  readonly status: number | "hang" | "drop";
  readonly message?: string;
}

/** A small Kafka Connect worker on a real port. */
export interface FakeConnect {
  readonly url: string;
  readonly connectors: Map<string, FakeConnector>;
  /** `METHOD /path` of every request, oldest first. */
  readonly requests: string[];
  /** Properties that validation refuses: name to messages. */
  readonly invalid: Map<string, string[]>;
  /** What config providers resolve: reference to value. */
  readonly secrets: Map<string, string>;
  fail(fault: FakeFault): void;
  stop(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

const refuse = (status: number, message: string): Reply => ({
  status,
  body: { error_code: status, message },
});

async function readBody(request: IncomingMessage): Promise<Record<string, string>> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text === "" ? {} : JSON.parse(text);
}

/** Starts the fake on a free port of 127.0.0.1. */
export async function startFakeConnect(): Promise<FakeConnect> {
  const connectors = new Map<string, FakeConnector>();
  const invalid = new Map<string, string[]>();
  const secrets = new Map<string, string>();
  const requests: string[] = [];
  const faults: { fault: FakeFault; left: number }[] = [];
  let worker = "";

  function statusOf(name: string, c: FakeConnector) {
    const tasks: TaskStatus[] = c.tasks.map((task, id) => ({ id, worker_id: worker, ...task }));
    const trace = c.connectorTrace === undefined ? {} : { trace: c.connectorTrace };
    const connector = { state: c.state, worker_id: worker, ...trace };
    return { name, connector, tasks, type: "source" };
  }

  function validate(config: Record<string, string>) {
    const configs = Object.entries(config).map(([name, value]) => ({
      definition: { name },
      value: { name, value: secrets.get(value) ?? value, errors: invalid.get(name) ?? [] },
    }));
    const refused = configs.filter(({ value }) => value.errors.length > 0);
    return { name: config["connector.class"], error_count: refused.length, configs };
  }

  function put(name: string, config: Record<string, string>): Reply {
    const refused = validate(config).error_count;
    if (refused > 0) {
      return refuse(
        400,
        `Connector configuration is invalid and contains the following ${refused} error(s):`,
      );
    }
    const known = connectors.get(name);
    if (known) known.config = config;
    else {
      connectors.set(name, {
        config,
        state: "RUNNING",
        tasks: [{ state: "RUNNING" }],
        offsets: [],
        topics: [],
      });
    }
    const tasks = [{ connector: name, task: 0 }];
    return { status: known ? 200 : 201, body: { name, config, tasks, type: "source" } };
  }

  function restart(c: FakeConnector, url: URL): Reply {
    const onlyFailed = url.searchParams.get("onlyFailed") === "true";
    if (!onlyFailed || c.state === "FAILED") c.state = "RUNNING";
    if (url.searchParams.get("includeTasks") === "true") {
      for (const task of c.tasks) {
        if (onlyFailed && task.state !== "FAILED") continue;
        task.state = "RUNNING";
        delete task.trace;
      }
    }
    return { status: 202 };
  }

  function onConnector(name: string, verb: string, url: URL, c: FakeConnector): Reply {
    const task = /^\/tasks\/(\d+)\/restart$/.exec(verb);
    if (task) {
      const found = c.tasks[Number(task[1])];
      if (!found) return refuse(404, `Unknown task: ${name}-${task[1]}`);
      found.state = "RUNNING";
      delete found.trace;
      return { status: 204 };
    }
    const setState = (state: ConnectorState): Reply => {
      c.state = state;
      if (state === "STOPPED") c.tasks = [];
      else for (const each of c.tasks) each.state = state;
      return { status: state === "STOPPED" ? 204 : 202 };
    };
    const actions: Record<string, () => Reply> = {
      "GET ": () => ({ status: 200, body: { name, config: c.config, tasks: [], type: "source" } }),
      "GET /status": () => ({ status: 200, body: statusOf(name, c) }),
      "GET /tasks": () => ({
        status: 200,
        body: c.tasks.map((_, id) => ({ id: { connector: name, task: id }, config: c.config })),
      }),
      "GET /offsets": () => ({ status: 200, body: { offsets: c.offsets } }),
      "GET /topics": () => ({ status: 200, body: { [name]: { topics: c.topics } } }),
      "POST /restart": () => restart(c, url),
      "PUT /pause": () => setState("PAUSED"),
      "PUT /resume": () => setState("RUNNING"),
      "PUT /stop": () => setState("STOPPED"),
      "DELETE ": () => {
        connectors.delete(name);
        return { status: 204 };
      },
    };
    return actions[verb]?.() ?? refuse(404, "HTTP 404 Not Found");
  }

  async function answer(method: string, url: URL, request: IncomingMessage): Promise<Reply> {
    const body = await readBody(request);
    if (url.pathname === "/") {
      const kafka_cluster_id = "4L6g3nShT-eMCtK--X86sw";
      return {
        status: 200,
        body: { version: "4.3.1", commit: "0000000000000000", kafka_cluster_id },
      };
    }
    if (url.pathname === "/health") {
      const message = "Worker has completed startup and is ready to handle requests.";
      return { status: 200, body: { status: "healthy", message } };
    }
    if (url.pathname === "/connectors") {
      if (url.searchParams.get("expand") !== "status") {
        return { status: 200, body: [...connectors.keys()] };
      }
      const all = [...connectors].map(([name, c]) => [name, { status: statusOf(name, c) }]);
      return { status: 200, body: Object.fromEntries(all) };
    }
    if (url.pathname === "/connector-plugins") {
      const plugin = { class: "io.debezium.connector.mysql.MySqlConnector", type: "source" };
      return { status: 200, body: [{ ...plugin, version: "3.6.1.Final" }] };
    }
    if (/^\/connector-plugins\/[^/]+\/config\/validate$/.test(url.pathname)) {
      return { status: 200, body: validate(body) };
    }
    const [, encoded = "", rest = ""] = /^\/connectors\/([^/]+)(.*)$/.exec(url.pathname) ?? [];
    const name = decodeURIComponent(encoded);
    if (method === "PUT" && rest === "/config") return put(name, body);
    const connector = connectors.get(name);
    if (!connector) return refuse(404, `Connector ${name} not found`);
    const verb = rest.startsWith("/tasks/") ? rest : `${method} ${rest}`;
    return onConnector(name, verb, url, connector);
  }

  function nextFault(method: string, path: string): FakeFault | undefined {
    const found = faults.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.method ?? method) === method &&
        (fault.path === undefined || fault.path.test(path)),
    );
    if (found) found.left -= 1;
    return found?.fault;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    requests.push(`${method} ${url.pathname}${url.search}`);
    const fault = nextFault(method, url.pathname);
    if (fault?.status === "hang") return;
    if (fault?.status === "drop") {
      request.socket.destroy();
      return;
    }
    const reply =
      typeof fault?.status === "number"
        ? refuse(fault.status, fault.message ?? "injected fault")
        : await answer(method, url, request);
    response.writeHead(reply.status, { "content-type": "application/json" });
    response.end(reply.body === undefined ? "" : JSON.stringify(reply.body));
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  worker = `127.0.0.1:${port}`;
  return {
    url: `http://${worker}`,
    connectors,
    requests,
    invalid,
    secrets,
    fail: (fault) => faults.push({ fault, left: fault.times }),
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
