import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WeirError } from "@weir/core";
import { trackRequests } from "./http/track-requests.ts";
import { defaultPolicy, type RegistryPolicy } from "./operation.ts";
import { openStore, type StoreOptions } from "./store/open-store.ts";

export interface RegistryOptions {
  /** Other than loopback only with a token. @default "127.0.0.1" */
  readonly host?: string;
  /** @default 0 (any free port) */
  readonly port?: number;
  /** SQLite file; its folder is made. `:memory:` forgets. */
  readonly databaseFile: string;
  /** Region in ARNs. @default "eu-central-1" */
  readonly region?: string;
  /** Decisions and quotas that differ from the defaults. */
  readonly policy?: Partial<RegistryPolicy>;
  /** What a client must know, asked for on every route except `/healthz`. @default - nobody is asked */
  readonly token?: string;
  /** As `--fault` takes them, such as `throttle=0.2`. @default [] */
  readonly faults?: readonly string[];
  /** Confluent's REST API on the same store. @default true */
  readonly confluent?: boolean;
  /** The registry that is Confluent's default context; others are `:.name:`. @default "default-registry" */
  readonly defaultContext?: string;
  /** pino's level, to stderr; from `info` on one line per request. @default "warn" */
  readonly logLevel?: string;
  /** Tests put themselves between log and disk. */
  readonly store?: StoreOptions;
}

export interface RunningRegistry {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /**
   * Resolves when the disk has failed: nothing is answered any more, and the process should end.
   * What was answered before is on disk; the next start reads it.
   */
  readonly failed: Promise<WeirError>;
  /** Ends open requests in order, then closes the database. */
  stop(): Promise<void>;
}

/** How long `stop` waits for requests under way. */
const stopDeadlineMs = 5_000;

/** Where the schemas are in a folder of data. */
export function planDatabaseFile(dataDirectory: string): string {
  return dataDirectory === ":memory:" ? dataDirectory : join(dataDirectory, "registry.sqlite");
}

/**
 * Starts the registry; resolves when it listens.
 *
 * @throws WeirError PORT_TAKEN, REGISTRY_STORE_UNSUPPORTED, REGISTRY_STORE_LOCKED, USAGE (a host
 *   that is not loopback without a token, a fault that is not understood)
 */
export async function startRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  const { host = "127.0.0.1", port = 0, databaseFile, token, confluent = true } = options;
  assertGuarded(host, token);
  // Fastify takes a tenth of a second to load; who only calls a registry need not wait for it.
  const [{ buildServer }, { serverMetrics }, { faultPlan }, { parseFaults }] = await Promise.all([
    import("./http/build-server.ts"),
    import("./metrics.ts"),
    import("./faults/fault-plan.ts"),
    import("./faults/parse-faults.ts"),
  ]);
  const faults = faultPlan(parseFaults(options.faults ?? []));
  const { addConfluentRoutes } = confluent
    ? await import("./confluent/add-confluent-routes.ts")
    : { addConfluentRoutes: undefined };
  const store = openStore(databaseFile, options.store);
  const context = {
    store,
    arn: { region: options.region ?? "eu-central-1", account: "000000000000" },
    policy: { ...defaultPolicy, ...options.policy },
    newId: randomUUID,
  };
  const countConnections = (): Promise<number> =>
    new Promise((resolve) => app.server.getConnections((_, count) => resolve(count)));
  const app = buildServer({
    context,
    faults,
    metrics: serverMetrics({ store, databaseFile, countConnections }),
    token,
    addConfluent:
      addConfluentRoutes &&
      ((scope) => addConfluentRoutes(scope, context, { defaultRegistry: options.defaultContext })),
    logLevel: options.logLevel ?? "warn",
  });
  const requests = trackRequests(app.server);
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    store.close();
    throw explainListen(error, host, port);
  }
  const address = app.server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  const failed = store.sync.failed.then((cause) => {
    app.server.closeAllConnections();
    app.server.close();
    return diskFailed(databaseFile, cause);
  });
  const stop = async () => {
    const closed = app.close();
    const abort = new AbortController();
    const deadline = sleep(stopDeadlineMs, undefined, { signal: abort.signal }).catch(() => {});
    await Promise.race([requests.drained(), deadline]);
    abort.abort();
    app.server.closeAllConnections();
    await closed;
    store.close();
  };
  let stopping: Promise<void> | undefined;
  return {
    endpoint: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    failed,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function assertGuarded(host: string, token: string | undefined): void {
  if (token !== undefined || /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host)) return;
  throw new WeirError("USAGE", `on ${host} the registry would answer everybody`, {
    remedy:
      "use 127.0.0.1, or give a token: --token-file FILE, or WEIR_REGISTRY_TOKEN in the environment",
  });
}

function diskFailed(databaseFile: string, cause: Error): WeirError {
  return new WeirError("REGISTRY_DISK_FAILED", `${databaseFile} cannot be put on disk`, {
    cause,
    remedy: "look at the disk (dmesg, df), then start the registry again",
    details: { databaseFile },
  });
}

function explainListen(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new WeirError("USAGE", `this machine has no address ${host}`, {
      cause: error,
      remedy: "use 127.0.0.1, 0.0.0.0 or an address of this machine",
    });
  }
  if (code !== "EADDRINUSE") return error;
  return new WeirError("PORT_TAKEN", `port ${port} on ${host} is in use by another program`, {
    cause: error,
    remedy: "use another port, or end that program",
    details: { host, port },
  });
}
