import { statSync } from "node:fs";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { addProcessMetrics } from "./process-metrics.ts";
import { countVersionsByStatus } from "./store/count-versions.ts";
import type { Store } from "./store/open-store.ts";

export interface ServerMetrics {
  readonly contentType: string;
  /** In Prometheus's text format. */
  render(): Promise<string>;
  countRequest(operation: string, outcome: string, durationMs: number): void;
  /** A client went away before its answer. */
  countAbort(): void;
}

export interface MetricsSources {
  readonly store: Store;
  readonly databaseFile: string;
  readonly countConnections: () => Promise<number>;
}

/** One set per server: two servers in a process do not add up. */
export function serverMetrics(sources: MetricsSources): ServerMetrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: "weir_registry_requests_total",
    help: "Requests by operation and outcome: success, or the name of the exception",
    labelNames: ["operation", "outcome"],
    registers,
  });
  const durations = new Histogram({
    name: "weir_registry_request_duration_seconds",
    help: "From a request's head to the end of its answer, the disk included",
    labelNames: ["operation"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const aborts = new Counter({
    name: "weir_registry_aborted_requests_total",
    help: "Requests whose client went away before the answer",
    registers,
  });
  addStoreMetrics(registry, sources);
  addProcessMetrics(registry);
  const observe = rememberChildren((operation) => durations.labels(operation).observe);
  const counterOf = rememberChildren((operation) =>
    rememberChildren((outcome) => requests.labels(operation, outcome)),
  );
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    countRequest(operation, outcome, durationMs) {
      counterOf(operation)(outcome).inc();
      observe(operation)(durationMs / 1000);
    },
    countAbort: () => aborts.inc(),
  };
}

/** To find a metric's child prom-client hashes all labels, at each request. Labels are few. */
function rememberChildren<Child>(find: (label: string) => Child): (label: string) => Child {
  const children = new Map<string, Child>();
  return (label) => {
    const child = children.get(label) ?? find(label);
    children.set(label, child);
    return child;
  };
}

function addStoreMetrics(
  registry: Registry,
  { store, databaseFile, countConnections }: MetricsSources,
): void {
  const registers = [registry];
  new Gauge({
    name: "weir_registry_schema_versions",
    help: "Stored schema versions by status",
    labelNames: ["status"],
    registers,
    collect() {
      this.reset();
      for (const { status, count } of countVersionsByStatus(store)) this.set({ status }, count);
    },
  });
  new Gauge({
    name: "weir_registry_open_connections",
    help: "Open connections of clients",
    registers,
    async collect() {
      this.set(await countConnections());
    },
  });
  new Gauge({
    name: "weir_registry_database_bytes",
    help: "Size of the database and its log",
    registers,
    collect() {
      this.set(fileBytes(databaseFile) + fileBytes(`${databaseFile}-wal`));
    },
  });
}

function fileBytes(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
