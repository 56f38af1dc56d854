import type { onSendHookHandler } from "fastify";
import type { GroupSync } from "../store/group-sync.ts";

/**
 * No answer leaves before all that it may tell is on disk: what its own request wrote, and what
 * others wrote and it has read. Refusals too: "already exists" is knowledge. Where the disk fails
 * there is no answer at all, for nobody knows what it would have to be.
 */
export function awaitSync(sync: GroupSync): onSendHookHandler {
  return (request, reply, payload, done) => {
    if (sync.isSynced) return done(null, payload);
    sync.synced().then(
      () => done(null, payload),
      () => {
        reply.hijack();
        request.raw.socket.destroy();
      },
    );
  };
}
