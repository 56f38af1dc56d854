import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What the proxy changes: a text of every answer, or the status of every refusal. */
export interface Tampering {
  readonly from?: string;
  readonly to?: string;
  readonly status?: number;
}

/** Stands before a registry and answers a little otherwise: the contract has to notice. */
export async function startTamperingProxy(
  endpoint: string,
  { from, to = "", status }: Tampering,
): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": request.headers["content-type"] ?? "",
        "x-amz-target": String(request.headers["x-amz-target"]),
      },
      body: Buffer.concat(chunks),
    });
    const body = await answer.text();
    const changed = from === undefined ? body : body.replaceAll(from, to);
    const refused = answer.status !== 200;
    response.writeHead(refused ? (status ?? answer.status) : 200, {
      "content-type": answer.headers.get("content-type") ?? "",
    });
    response.end(changed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
