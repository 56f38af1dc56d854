import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadPlatform } from "@weir/core";
import { readProcessIdentity } from "@weir/stack";

/** The state of a stack that this very process seems to supervise. */
export async function writeRunningState(cwd: string, connectUrl: string, registryPort: number) {
  const folder = path.join(cwd, ".weir");
  mkdirSync(folder);
  const { platform } = await loadPlatform({ cwd, env: {} });
  const supervisor = readProcessIdentity(process.pid);
  const worker = {
    name: "connect-1",
    kind: "connect",
    state: "ready",
    process: null,
    endpoint: connectUrl,
    restarts: 0,
    logFile: path.join(folder, "connect-1.log"),
  };
  const ports = { mysql: 1, registry: registryPort, kafka: [1], connect: [1] };
  const state = { version: 1, platform: "legopoc", phase: "ready", supervisor, ports };
  const rest = { mysql: null, warnings: [], services: [worker], connectors: [], timings: [] };
  writeFileSync(path.join(folder, "state.json"), JSON.stringify({ ...state, ...rest }));
  writeFileSync(path.join(folder, "platform.json"), JSON.stringify({ platform }));
  writeFileSync(path.join(folder, "supervisor.lock"), JSON.stringify(supervisor));
}
