import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { type RunningRegistry, startRegistry } from "../../src/start-registry.ts";

let registry: RunningRegistry;

before(async () => {
  registry = await startRegistry({ databaseFile: ":memory:" });
});

after(() => registry.stop());

const bodyBytes = 3_000_000;
const refused = {
  "application/x-amz-json-1.1": /^HTTP\/1\.1 413 .*RequestEntityTooLargeException/s,
  "text/plain": /^HTTP\/1\.1 415 .*UnsupportedMediaTypeException/s,
};

for (const [type, expected] of Object.entries(refused)) {
  test(`goes on after a refusal of ${type} whose body comes later`, async () => {
    const { hostname, port } = new URL(registry.endpoint);
    const socket = connect({ host: hostname, port: Number(port) });
    const head = `POST / HTTP/1.1\r\nHost: r\r\nX-Amz-Target: AWSGlue.GetSchema\r\nContent-Type: ${type}\r\n`;
    socket.setEncoding("utf8").write(`${head}Content-Length: ${bodyBytes}\r\n\r\n`);
    const signal = AbortSignal.timeout(10_000);
    const [answer] = await once(socket, "data", { signal });
    assert.match(answer, expected);
    socket.write("a".repeat(bodyBytes));
    socket.write("GET /healthz HTTP/1.1\r\nHost: r\r\n\r\n");
    const [next] = await once(socket, "data", { signal });
    assert.match(next, /^HTTP\/1\.1 200 .*"ready":true/s);
    socket.destroy();
  });
}
