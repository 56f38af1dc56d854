import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { type Platform, type PlatformInput, platformSpec } from "@weir/core";
import type { ProcessIdentity } from "../src/process/process-identity.ts";
import { waitUntil } from "../src/process/wait-until.ts";
import type { ServiceState, StackPorts, StackState } from "../src/state/stack-state.ts";
import {
  createStateDirectory,
  planStateDirectory,
  type StateDirectory,
} from "../src/state/state-directory.ts";

/** A folder that is removed after the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "weir-stack-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function temporaryState(t: TestContext): StateDirectory {
  const directory = planStateDirectory(join(temporaryFolder(t), ".weir"));
  createStateDirectory(directory);
  return directory;
}

/** An executable shell script. */
export function writeProgram(file: string, script: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A folder that looks like a Java installation; without `version` it has no release file. */
export function writeJavaHome(home: string, version?: string): string {
  writeProgram(join(home, "bin", "java"), "exit 0");
  if (version !== undefined) {
    writeFileSync(join(home, "release"), `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n`);
  }
  return home;
}

export function samplePlatform(change: Partial<PlatformInput> = {}): Platform {
  return platformSpec.parse({
    name: "legopoc",
    sources: { fullfillment: { tables: ["test_db.person", "test_db.orders"] } },
    ...change,
  });
}

export const samplePorts: StackPorts = {
  mysql: 20001,
  registry: 20002,
  kafka: [20011, 20012, 20013],
  kafkaControllers: [20021, 20022, 20023],
  connect: [20031, 20032, 20033],
  connectMetrics: [20041, 20042, 20043],
};

export function sampleService(name: string, change: Partial<ServiceState> = {}): ServiceState {
  return {
    name,
    kind: "kafka",
    state: "ready",
    process: null,
    endpoint: "127.0.0.1:20011",
    restarts: 0,
    logFile: `/nowhere/${name}.log`,
    ...change,
  };
}

export function sampleState(change: Partial<StackState> = {}): StackState {
  return {
    version: 1,
    platform: "legopoc",
    phase: "ready",
    supervisor: null,
    ports: samplePorts,
    mysql: null,
    warnings: [],
    services: [],
    connectors: [],
    timings: [],
    ...change,
  };
}

/** No process has this identity: the pid lives, its start does not match. */
export const reusedIdentity: ProcessIdentity = { pid: process.pid, startTicks: "1" };

/** Waits for what must come true; fails after ten seconds. */
export function eventually<T>(what: string, probe: () => T | undefined | false): Promise<T> {
  return waitUntil(async () => probe(), { what, deadlineMs: 10_000, intervalMs: 10 });
}
