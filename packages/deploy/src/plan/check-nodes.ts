import type { SpecProblem } from "@weir/core";
import type { AwsPlatform } from "../aws-platform.ts";
import { nodeTypes } from "./instance-types.ts";
import { connectorsPerWorker } from "./kafka-clients.ts";
import {
  clusterDemand,
  daemonsPerNode,
  heapOf,
  memoryForHeap,
  neededHeapMiB,
  smallestNodeFor,
  workersPerNode,
  zonesHold,
} from "./node-capacity.ts";
import { unknownType } from "./unknown-type.ts";

/** Whether workers have the memory they need, and the nodes room for them. */
export function checkNodes(platform: AwsPlatform): SpecProblem[] {
  return [...checkWorkerMemory(platform), ...checkNodeType(platform)];
}

function checkWorkerMemory(platform: AwsPlatform): SpecProblem[] {
  const needed = neededHeapMiB(platform);
  const heap = heapOf(platform);
  if (heap >= needed) return [];
  const share = connectorsPerWorker(platform);
  const connectors = `${share} connector${share === 1 ? "" : "s"}`;
  return [
    {
      path: "aws.connect.memoryMiB",
      value: platform.aws.connect.memoryMiB,
      expectation: `expected memory for a heap of ${needed} MiB, and this gives ${heap}: a worker runs ${connectors} when another one is lost`,
      remedy: `set at least ${memoryForHeap(platform, needed)}, or add connect.workers`,
    },
  ];
}

function checkNodeType(platform: AwsPlatform): SpecProblem[] {
  const { eks, connect } = platform.aws;
  // The nodes of an adopted cluster are what they are: deploy's preflight looks at them.
  if (eks.existing !== undefined) return [];
  const at = { path: "aws.eks.instanceType", value: eks.instanceType };
  const node = nodeTypes.get(eks.instanceType);
  if (node === undefined) {
    return [{ ...at, ...unknownType("an EC2", eks.instanceType, nodeTypes) }];
  }
  const { workers } = platform.connect;
  const share = Math.ceil(workers / 3);
  const nodesInZone = Math.floor(eks.nodes / 3);
  const room = workersPerNode(platform, eks.instanceType);
  const larger = (count: number) => {
    const name = smallestNodeFor(platform, count);
    return name === undefined ? "lower aws.connect.memoryMiB" : `choose ${name} or larger`;
  };
  const worker = `${connect.memoryMiB} MiB and ${connect.cpu} vCPU`;
  const offers = `${node.allocatableMiB - daemonsPerNode.memoryMiB} MiB and ${(node.allocatableMilliCpu - daemonsPerNode.milliCpu) / 1_000} vCPU`;
  if (room === 0) {
    const expectation = `expected a node for a worker of ${worker} (aws.connect), and it has ${offers} for pods`;
    return [{ ...at, expectation, remedy: larger(1) }];
  }
  if (!zonesHold(workers, eks.nodes, room)) {
    const expectation = `expected room for ${share} workers of ${worker} in each zone, over which they spread evenly; a zone has ${nodesInZone} of ${eks.nodes} nodes, each with ${offers} for pods`;
    const remedy = `add aws.eks.nodes, or ${larger(Math.ceil(share / nodesInZone))}`;
    return [{ ...at, expectation, remedy }];
  }
  const { neededMiB, allocatableMiB, neededMilliCpu, allocatableMilliCpu } =
    clusterDemand(platform);
  if (neededMiB <= allocatableMiB && neededMilliCpu <= allocatableMilliCpu) return [];
  const expectation = `expected nodes for ${neededMiB} MiB and ${neededMilliCpu / 1_000} vCPU (workers, operators, monitoring), and ${eks.nodes} of them have ${allocatableMiB} MiB and ${allocatableMilliCpu / 1_000} vCPU`;
  return [{ ...at, expectation, remedy: "choose a larger type, or add aws.eks.nodes" }];
}
