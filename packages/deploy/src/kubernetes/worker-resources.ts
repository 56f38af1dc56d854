import type { AwsPlatform } from "../aws-platform.ts";

/**
 * The heap's part of a worker's memory. The rest is classes and code (150 MiB), threads, network
 * buffers and the page cache; below 350 MiB it runs short, so small workers give the heap less.
 */
const heapPart = 0.62;
const beyondHeapMiB = 350;

/** Resources and heap of a worker, in proportion to `aws.connect`. */
export function planWorkerResources({ aws }: AwsPlatform) {
  const { cpu, memoryMiB } = aws.connect;
  const heapMiB = Math.floor(Math.min(memoryMiB * heapPart, memoryMiB - beyondHeapMiB));
  const memory = `${memoryMiB}Mi`;
  return {
    resources: {
      // No limit of CPU: a snapshot may use what is idle, and throttling looks like a dead worker.
      requests: { cpu: `${Math.round(cpu * 1_000)}m`, memory },
      limits: { memory },
    },
    jvmOptions: {
      "-Xms": `${heapMiB}m`,
      "-Xmx": `${heapMiB}m`,
      // A worker without memory answers its probes and does nothing else.
      "-XX": { ExitOnOutOfMemoryError: "true" },
    },
  };
}
