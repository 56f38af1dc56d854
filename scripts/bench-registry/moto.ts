import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheDirectory } from "@weir/core";
import { renderRecord } from "./definitions.ts";
import { drive, type Load } from "./load.ts";
import type { Server } from "./server.ts";

const reads = 1_000;

/** GetSchemaVersion by id, over as many connections as ours; undefined where moto is not there. */
export async function measureMoto(connections: number): Promise<Load | undefined> {
  const moto = await startMoto();
  if (moto === undefined) return undefined;
  try {
    // Over bare sockets as well: moto knows a service by the scope of the signature.
    const set = async (operation: string, input: object) => {
      let answer = Buffer.alloc(0);
      const verify = (body: Buffer) => {
        answer = Buffer.from(body);
      };
      await drive(moto.endpoint, 1, [{ operation, body: JSON.stringify(input), verify }]);
      return JSON.parse(answer.toString());
    };
    await set("CreateRegistry", { RegistryName: "bench" });
    const { SchemaVersionId } = await set("CreateSchema", {
      RegistryId: { RegistryName: "bench" },
      ...{ SchemaName: "s", DataFormat: "AVRO", Compatibility: "BACKWARD" },
      SchemaDefinition: renderRecord(20, "a"),
    });
    const verify = (body: Buffer) => {
      if (JSON.parse(body.toString()).SchemaVersionId !== SchemaVersionId)
        throw new Error(`${body}`);
    };
    const body = JSON.stringify({ SchemaVersionId });
    const calls = Array.from({ length: reads }, () => ({
      ...{ operation: "GetSchemaVersion", body, verify },
    }));
    return await drive(moto.endpoint, connections, calls);
  } finally {
    await moto.stop();
  }
}

/**
 * moto's server, the other emulator of this API, where the tests' Python environment is there
 * already; undefined where it is not.
 */
async function startMoto(): Promise<Pick<Server, "endpoint" | "stop"> | undefined> {
  const environments = join(cacheDirectory(process.env, homedir()), "python");
  if (!existsSync(environments)) return undefined;
  const program = readdirSync(environments)
    .map((name) => join(environments, name, "bin", "moto_server"))
    .find((file) => existsSync(file));
  if (program === undefined) return undefined;
  const port = await freePort();
  const child = spawn(program, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const exited = once(child, "exit");
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(endpoint);
  return {
    endpoint,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

async function answers(endpoint: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const response = await fetch(endpoint).catch(() => undefined);
    await response?.body?.cancel();
    if (response !== undefined) return;
    await sleep(100);
  }
  throw new Error("moto's server does not answer");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
