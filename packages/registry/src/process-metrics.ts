import { readdirSync } from "node:fs";
import { Gauge, type Registry } from "prom-client";

/** Names as Prometheus's own clients have them; asked for at each scrape, nothing runs between. */
const gauges: readonly (readonly [name: string, help: string, read: () => number])[] = [
  ["process_resident_memory_bytes", "Resident memory", () => process.memoryUsage.rss()],
  ["process_cpu_seconds_total", "CPU time, user and system", readCpuSeconds],
  ["process_start_time_seconds", "Start since the Unix epoch", () => startedAtMs / 1000],
  ["process_open_fds", "Open file descriptors", countOpenFiles],
  ["nodejs_heap_size_used_bytes", "Heap in use", () => process.memoryUsage().heapUsed],
];

const startedAtMs = Date.now() - process.uptime() * 1000;

export function addProcessMetrics(registry: Registry): void {
  for (const [name, help, read] of gauges) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
}

function readCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function countOpenFiles(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return Number.NaN;
  }
}
