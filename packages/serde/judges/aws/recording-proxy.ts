import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One call of a client, as it passed. */
export interface RecordedCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly output: Readonly<Record<string, unknown>>;
}

export interface RecordingProxy {
  readonly endpoint: string;
  readonly calls: RecordedCall[];
  stop(): void;
}

/** Stands before a registry and writes down what clients ask of it. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const calls: RecordedCall[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const operation = String(request.headers["x-amz-target"] ?? "").replace("AWSGlue.", "");
    const answer = await fetch(new URL(request.url ?? "/", target), {
      method: request.method ?? "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": String(request.headers["x-amz-target"] ?? ""),
      },
      ...(request.method === "GET" ? {} : { body }),
    });
    const text = await answer.text();
    if (operation !== "") {
      const input = JSON.parse(body.toString("utf8"));
      calls.push({ operation, input, status: answer.status, output: JSON.parse(text) });
    }
    const type = answer.headers.get("content-type") ?? "application/json";
    response.writeHead(answer.status, { "content-type": type }).end(text);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, calls, stop: () => server.close() };
}
