import { connect, type Socket } from "node:net";

/** One call of AWS's protocol. */
export interface Call {
  readonly operation: string;
  readonly body: string;
  /** Looks at the whole body of the answer; throws where it is not the right one. */
  readonly verify: (body: Buffer) => void;
}

export interface Load {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/**
 * Sends calls over so many connections, on each the next when the last is answered. Bare sockets:
 * the client costs a fraction of the server, and looks at every answer.
 */
export async function drive(
  endpoint: string,
  connections: number,
  calls: readonly Call[],
): Promise<Load> {
  const { port, hostname } = new URL(endpoint);
  const latenciesMs: number[] = [];
  const rest = calls.values();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ port: Number(port), host: hostname, noDelay: true });
      try {
        for (const call of rest) {
          const sentAt = performance.now();
          call.verify(await ask(socket, call));
          latenciesMs.push(performance.now() - sentAt);
        }
      } finally {
        socket.destroy();
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  latenciesMs.sort((a, b) => a - b);
  const p99Ms = latenciesMs[Math.floor((latenciesMs.length - 1) * 0.99)] ?? Number.NaN;
  return { perSecond: calls.length / seconds, p99Ms };
}

function ask(socket: Socket, { operation, body }: Call): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const end = () => {
      socket.off("data", onData);
      socket.off("error", onError);
      socket.off("close", onClose);
    };
    const onError = (error: Error) => {
      end();
      reject(error);
    };
    const onClose = () => onError(new Error("the server closed a connection"));
    const onData = (data: Buffer) => {
      received = received.length === 0 ? data : Buffer.concat([received, data]);
      const headEnd = received.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const head = received.toString("latin1", 0, headEnd);
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
      if (received.length < headEnd + 4 + length) return;
      end();
      const answer = received.subarray(headEnd + 4);
      if (/^HTTP\/1\.[01] 200 /.test(head)) resolve(answer);
      else reject(new Error(`${operation}: ${head.split("\r\n")[0]} ${answer}`));
    };
    socket.on("data", onData).on("error", onError).on("close", onClose);
    socket.write(
      `POST / HTTP/1.1\r\nHost: registry\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Target: AWSGlue.${operation}\r\nAuthorization: AWS4-HMAC-SHA256 Credential=weir/20260101/eu-central-1/glue/aws4_request, SignedHeaders=host, Signature=0\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
}
