/** Wait before restart number `restarts` (from 0): the first delay, doubling up to 30 s. */
export function restartDelayMs(restarts: number, firstDelayMs = 500): number {
  return Math.min(30_000, firstDelayMs * 2 ** Math.min(restarts, 16));
}

/** A service that held this long is healthy again: its next failure counts from zero. */
export const healthyAfterMs = 60_000;
