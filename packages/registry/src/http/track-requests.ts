import type { Server } from "node:http";

export interface RequestTracker {
  /** Resolves when no request is under way. */
  drained(): Promise<void>;
}

/** Node counts a connection that has asked nothing yet as busy: requests are counted instead. */
export function trackRequests(server: Server): RequestTracker {
  let open = 0;
  let waiting: (() => void)[] = [];
  server.on("request", (_, response) => {
    open++;
    response.once("close", () => {
      open--;
      if (open > 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    });
  });
  return {
    drained: () => (open === 0 ? Promise.resolve() : new Promise((done) => waiting.push(done))),
  };
}
