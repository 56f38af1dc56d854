import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { type Platform, WeirError } from "@weir/core";
import type { StackPorts } from "./state/stack-state.ts";

// Below Linux's ephemeral range (32768): an outgoing connection cannot take the port meanwhile.
const firstPort = 20_000;
const lastPort = 32_000;

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}

/**
 * Ports for a stack: those that the spec fixes, else those of the run before where still free,
 * else free ones.
 * @throws PORT_TAKEN when a fixed port is in use
 */
export async function choosePorts(
  platform: Platform,
  previous: StackPorts | undefined,
): Promise<StackPorts> {
  const chosen = new Set<number>();
  const { ports, mysql } = platform.local;
  const { brokers } = platform.kafka;
  const { workers } = platform.connect;
  // A server named by URL has its own port; ours is then not used.
  const mysqlPort = mysql.url ? undefined : ports.mysql;
  // Not to be given away to a service that comes before theirs.
  const fixedPorts = new Set([
    ...listPorts(1, mysqlPort),
    ...listPorts(1, ports.registry),
    ...listPorts(brokers, ports.kafka),
    ...listPorts(workers, ports.connect),
  ]);
  const isOurs = async (port: number) =>
    !chosen.has(port) && !fixedPorts.has(port) && (await isPortFree(port));
  const choose = async (fixed: number | undefined, field: string, remembered?: number) => {
    if (fixed !== undefined) {
      if (chosen.has(fixed) || !(await isPortFree(fixed))) throw portTaken(fixed, field);
      chosen.add(fixed);
      return fixed;
    }
    if (remembered !== undefined && (await isOurs(remembered))) {
      chosen.add(remembered);
      return remembered;
    }
    for (let attempt = 0; attempt < 1000; attempt++) {
      const port = randomInt(firstPort, lastPort);
      if (!(await isOurs(port))) continue;
      chosen.add(port);
      return port;
    }
    throw new WeirError("PORT_TAKEN", `no free port between ${firstPort} and ${lastPort}`, {
      remedy: "end programs that listen on loopback",
    });
  };
  const series = async (
    count: number,
    first: number | undefined,
    field: string,
    remembered: readonly number[] = [],
  ) => {
    const ports: number[] = [];
    for (let index = 0; index < count; index++) {
      const fixed = first === undefined ? undefined : first + index;
      ports.push(await choose(fixed, field, remembered[index]));
    }
    return ports;
  };
  return {
    mysql: await choose(mysqlPort, "local.ports.mysql", previous?.mysql),
    registry: await choose(ports.registry, "local.ports.registry", previous?.registry),
    kafka: await series(brokers, ports.kafka, "local.ports.kafka", previous?.kafka),
    kafkaControllers: await series(brokers, undefined, "", previous?.kafkaControllers),
    connect: await series(workers, ports.connect, "local.ports.connect", previous?.connect),
    connectMetrics: await series(workers, undefined, "", previous?.connectMetrics),
  };
}

function listPorts(count: number, first: number | undefined): number[] {
  return first === undefined ? [] : Array.from({ length: count }, (_, index) => first + index);
}

function portTaken(port: number, field: string): WeirError {
  return new WeirError("PORT_TAKEN", `port ${port} of ${field} is in use`, {
    remedy: `end the program that listens on it (ss -ltnp "sport = :${port}"), or change ${field}, or leave it out for a free port`,
    details: { port, field },
  });
}
