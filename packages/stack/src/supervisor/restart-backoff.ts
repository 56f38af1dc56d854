/** Wait before restart number `restarts` (from 0): 0.5 s, doubling up to 30 s. */
export function restartDelayMs(restarts: number): number {
  return Math.min(30_000, 500 * 2 ** Math.min(restarts, 16));
}

/** A service that held this long is healthy again: its next failure counts from zero. */
export const healthyAfterMs = 60_000;
