import type { AwsPlatform } from "../aws-platform.ts";
import { planWorkerResources } from "../kubernetes/worker-resources.ts";
import { nodeTypes } from "./instance-types.ts";
import { connectorsPerWorker } from "./kafka-clients.ts";

/** Requests of the pods that every node has: network, proxy, identity agent, node exporter. */
export const daemonsPerNode = { milliCpu: 300, memoryMiB: 350 } as const;

/**
 * Requests of the pods that the cluster has once: Strimzi's operator (200 m, 384 MiB), External
 * Secrets, Prometheus (200 m, 1 GiB), CoreDNS, and the image build while it runs (500 m, 1 GiB).
 */
export const operatorsOnce = { milliCpu: 1_300, memoryMiB: 2_900 } as const;

/** A worker's heap without connectors. Measured resident: 211 MiB in all. */
const idleHeapMiB = 256;
/** Debezium's queue of 16,384 records, producer buffer and batches. */
const heapPerConnectorMiB = 96;

/** The heap that a worker needs for its share of the connectors after the loss of another worker. */
export function neededHeapMiB(platform: AwsPlatform): number {
  return idleHeapMiB + heapPerConnectorMiB * connectorsPerWorker(platform);
}

/** The heap that a worker gets of `memoryMiB`. */
export function heapOf(platform: AwsPlatform, memoryMiB = platform.aws.connect.memoryMiB): number {
  const connect = { ...platform.aws.connect, memoryMiB };
  const { jvmOptions } = planWorkerResources({ ...platform, aws: { ...platform.aws, connect } });
  return Number.parseInt(jvmOptions["-Xmx"], 10);
}

/** The least memory, in steps of 128 MiB, that gives a worker this heap. */
export function memoryForHeap(platform: AwsPlatform, heapMiB: number): number {
  let memoryMiB = 1_024;
  while (heapOf(platform, memoryMiB) < heapMiB) memoryMiB += 128;
  return memoryMiB;
}

/** Workers that one node of `type` can hold beside its daemons; 0 where it is too small for one. */
export function workersPerNode({ aws }: AwsPlatform, type: string): number {
  const node = nodeTypes.get(type);
  if (node === undefined) return 0;
  const byMemory = (node.allocatableMiB - daemonsPerNode.memoryMiB) / aws.connect.memoryMiB;
  const byCpu = (node.allocatableMilliCpu - daemonsPerNode.milliCpu) / (aws.connect.cpu * 1_000);
  return Math.max(0, Math.floor(Math.min(byMemory, byCpu)));
}

/**
 * Whether the zones' nodes hold the workers, `room` on each: workers spread evenly over the three
 * zones (DoNotSchedule), nodes too, and what is left over of nodes stands from the first zone on.
 */
export function zonesHold(workers: number, nodes: number, room: number): boolean {
  const rooms = [0, 1, 2].map(
    (zone) => (Math.floor(nodes / 3) + (zone < nodes % 3 ? 1 : 0)) * room,
  );
  const even = Math.floor(workers / 3);
  return Math.min(...rooms) >= even && rooms.filter((each) => each > even).length >= workers % 3;
}

/** What pods ask for together, and what the nodes have, in MiB and thousandths of a vCPU. */
export function clusterDemand({ aws, connect }: AwsPlatform) {
  const node = nodeTypes.get(aws.eks.instanceType);
  const { nodes } = aws.eks;
  return {
    neededMiB:
      connect.workers * aws.connect.memoryMiB +
      nodes * daemonsPerNode.memoryMiB +
      operatorsOnce.memoryMiB,
    neededMilliCpu:
      connect.workers * aws.connect.cpu * 1_000 +
      nodes * daemonsPerNode.milliCpu +
      operatorsOnce.milliCpu,
    allocatableMiB: nodes * (node?.allocatableMiB ?? 0),
    allocatableMilliCpu: nodes * (node?.allocatableMilliCpu ?? 0),
  };
}

/**
 * The cheapest type that holds `workers` workers, of the same family where there is one; undefined
 * where none does. Burstable types are not proposed: a worker that drains has no pauses.
 */
export function smallestNodeFor(platform: AwsPlatform, workers: number): string | undefined {
  const { instanceType } = platform.aws.eks;
  const family = (name: string) => name.split(".")[0];
  const architecture = nodeTypes.get(instanceType)?.architecture;
  const fitting = [...nodeTypes.values()]
    .filter((type) => type.architecture === architecture && !type.name.startsWith("t"))
    .filter(({ name }) => workersPerNode(platform, name) >= workers)
    .sort((a, b) => a.usdPerHour - b.usdPerHour);
  const same = fitting.find(({ name }) => family(name) === family(instanceType));
  return (same ?? fitting[0])?.name;
}
