import type { onSendHookHandler } from "fastify";

/**
 * Keeps the refusal of a body that is too large from being lost. Fastify closes the connection of a
 * body that it has not read; closing with bytes unread resets it, and the client may never see why.
 * Without the header Node reads the rest away, for as long as a request may take.
 */
export const readRefusedBody: onSendHookHandler = (_request, reply, payload, done) => {
  if (reply.statusCode === 413) reply.removeHeader("connection");
  done(null, payload);
};
