import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { GlueException, type GlueExceptionName } from "../glue-exceptions.ts";
import { amzJson, renderRefusal } from "./answer-error.ts";

const refusals: Readonly<Record<string, readonly [number, GlueExceptionName, string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    "RequestEntityTooLargeException",
    "the request's headers are too large",
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "RequestTimeoutException", "the request did not arrive in time"],
};

/** Answers what Node's parser refuses before it is a request, then closes the connection. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  // The client is gone, or waits for the answer to an earlier request on this connection.
  const waiting = "_httpMessage" in socket && Boolean(socket._httpMessage);
  if (error.code === "ECONNRESET" || !socket.writable || waiting) {
    socket.destroy();
    return;
  }
  const [status, name, message] = refusals[error.code ?? ""] ?? [
    400,
    "SerializationException",
    "the request is not HTTP",
  ];
  const body = renderRefusal(new GlueException(name, message));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `content-type: ${amzJson}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-amzn-errortype: ${name}`,
    `x-amzn-requestid: ${randomUUID()}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
