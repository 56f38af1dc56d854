import { fileURLToPath } from "node:url";
import type { Platform } from "@weir/core";
import type { StackPorts } from "../state/stack-state.ts";
import type { StateDirectory } from "../state/state-directory.ts";
import type { Service } from "./service.ts";

/** Our Glue-compatible registry as a process of its own. */
export function registryService(
  { name, registry }: Platform,
  directory: StateDirectory,
  ports: StackPorts,
): Service {
  const endpoint = `http://127.0.0.1:${ports.registry}`;
  return {
    name: "registry",
    kind: "registry",
    endpoint,
    dependsOn: [],
    readyDeadlineMs: 30_000,
    stopGraceMs: 5_000,
    command: {
      file: process.execPath,
      args: [
        "--disable-warning=ExperimentalWarning",
        "--max-semi-space-size=4",
        fileURLToPath(import.meta.resolve("@weir/registry/main")),
        "--port",
        String(ports.registry),
        "--data",
        directory.data,
        "--default-compatibility",
        registry.compatibility,
        "--json-policy",
        registry.jsonPolicy,
        // The platform's own schemas are Confluent's plain subjects.
        "--default-context",
        registry.name ?? name,
      ],
    },
    prepare: async () => {},
    async isReady() {
      const response = await fetch(`${endpoint}/healthz`, { signal: AbortSignal.timeout(1_000) });
      await response.body?.cancel();
      return response.ok;
    },
  };
}

/** What AWS clients on this machine present to the local registry, which checks no signatures. */
export const localAwsCredentials = {
  AWS_ACCESS_KEY_ID: "weir",
  AWS_SECRET_ACCESS_KEY: "weir",
} as const;

export function registryRegion(region: string | undefined): string {
  return region ?? "eu-central-1";
}
