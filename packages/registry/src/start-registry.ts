import { randomUUID } from "node:crypto";
import { type CompatibilityMode, WeirError } from "@weir/core";
import { openStore } from "./store/open-store.ts";

export interface RegistryOptions {
  /** Loopback only: nobody is asked who they are. @default "127.0.0.1" */
  readonly host?: string;
  /** @default 0 (any free port) */
  readonly port?: number;
  /** SQLite file; its folder is made. `:memory:` forgets. */
  readonly databaseFile: string;
  /** Region in ARNs. @default "eu-central-1" */
  readonly region?: string;
  /** What CreateSchema takes where the request names none. @default "BACKWARD" */
  readonly defaultCompatibility?: CompatibilityMode;
  /** What modes without `_ALL` compare with; AWS's documents contradict each other. @default "latest" */
  readonly checkpointPolicy?: "latest" | "checkpoint";
  /** pino's level, to stderr. @default "warn" */
  readonly logLevel?: string;
}

export interface RunningRegistry {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Ends open requests in order, then closes the database. */
  stop(): Promise<void>;
}

/** How long `stop` waits for requests under way. */
const stopDeadlineMs = 5_000;

/**
 * Starts the Glue-compatible registry; resolves when it listens.
 *
 * @throws WeirError PORT_TAKEN, REGISTRY_STORE_UNSUPPORTED, USAGE (host is not loopback)
 */
export async function startRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  const { host = "127.0.0.1", port = 0 } = options;
  assertLoopback(host);
  // Fastify takes a tenth of a second to load; who only calls a registry need not wait for it.
  const { buildServer } = await import("./http.ts");
  const store = openStore(options.databaseFile);
  const app = buildServer({
    context: {
      store,
      arn: { region: options.region ?? "eu-central-1", account: "000000000000" },
      policy: {
        defaultCompatibility: options.defaultCompatibility ?? "BACKWARD",
        checkpointPolicy: options.checkpointPolicy ?? "latest",
      },
      newId: randomUUID,
    },
    logLevel: options.logLevel ?? "warn",
  });
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    store.close();
    throw listenError(error, host, port);
  }
  const address = app.server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    const timer = setTimeout(() => app.server.closeAllConnections(), stopDeadlineMs);
    await app.close().finally(() => clearTimeout(timer));
    store.close();
  };
  return {
    endpoint: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function assertLoopback(host: string): void {
  if (/^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host)) return;
  throw new WeirError("USAGE", `the registry listens on loopback only, not on ${host}`, {
    remedy: "use 127.0.0.1",
  });
}

function listenError(error: unknown, host: string, port: number): unknown {
  if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) return error;
  return new WeirError("PORT_TAKEN", `port ${port} on ${host} is in use by another program`, {
    cause: error,
    remedy: "use another port, or end that program",
    details: { host, port },
  });
}
