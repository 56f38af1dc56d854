import { connect } from "node:net";

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RawRequest {
  /** Written one after the other. */
  readonly chunks: readonly Buffer[];
  /** Between chunks. @default 0 */
  readonly pauseMs?: number;
  /** Answers to wait for, in their order. @default 1 */
  readonly answers?: number;
  /** The client goes away after the last chunk and hears nothing. @default false */
  readonly aborts?: boolean;
}

export interface RawResult {
  readonly answers: readonly RawAnswer[];
  /** From the last byte sent to the last answer. */
  readonly elapsedMs: number;
}

const deadlineMs = 20_000;

/** Sends bytes that need not be HTTP, and reads what is answered until it is whole or closed. */
export async function exchange(
  port: number,
  { chunks, pauseMs = 0, answers: expected = 1, aborts = false }: RawRequest,
): Promise<RawResult> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const ended = Promise.withResolvers<void>();
  const answers: RawAnswer[] = [];
  let received = Buffer.alloc(0);
  let sentAt = performance.now();
  socket.on("data", (data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const [answer, length] = readAnswer(received);
      if (answer === undefined) break;
      answers.push(answer);
      received = received.subarray(length);
    }
    if (answers.length >= expected) ended.resolve();
  });
  // A server may refuse before it has read all: what it said arrives, then the connection breaks.
  socket.on("error", () => ended.resolve());
  socket.on("close", () => ended.resolve());
  const timer = setTimeout(() => ended.reject(new Error("no answer")), deadlineMs);
  try {
    for (const [index, chunk] of chunks.entries()) {
      if (index > 0 && pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (!socket.destroyed) socket.write(chunk);
    }
    sentAt = performance.now();
    if (aborts) await new Promise((resolve) => setTimeout(resolve, 5));
    else await ended.promise;
    return { answers, elapsedMs: performance.now() - sentAt };
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function readAnswer(received: Buffer): [RawAnswer | undefined, number] {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return [undefined, 0];
  const [statusLine = "", ...lines] = received.toString("latin1", 0, end).split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const length = end + 4 + Number(headers["content-length"] ?? 0);
  if (received.length < length) return [undefined, 0];
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1] ?? Number.NaN);
  return [{ status, headers, body: received.toString("utf8", end + 4, length) }, length];
}
