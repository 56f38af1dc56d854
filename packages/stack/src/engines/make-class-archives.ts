import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Platform, platformSpec } from "@weir/core";
import { choosePorts } from "../ports.ts";
import type { StartedProcess } from "../process/start-process.ts";
import type { ReportProgress } from "../progress.ts";
import { connectService } from "../services/connect.ts";
import { kafkaService } from "../services/kafka.ts";
import type { Service } from "../services/service.ts";
import { createStateDirectory, planStateDirectory } from "../state/state-directory.ts";
import { startUntilReady } from "../supervisor/start-until-ready.ts";
import { archivesOf, type ClassArchives } from "./class-archive.ts";
import { keepFirst } from "./keep-first.ts";
import type { StackPrerequisites } from "./prepare-engines.ts";

// Writing the archive happens at the exit of the JVM and takes it most of this time.
const dumpDeadlineMs = 180_000;

/**
 * Makes the archives by running one broker and one worker once. Made aside and renamed into place,
 * so that an interrupted run leaves nothing.
 */
export async function makeClassArchives(
  prerequisites: StackPrerequisites,
  report: ReportProgress,
  signal?: AbortSignal,
): Promise<ClassArchives> {
  const { cacheDirectory, engines, java } = prerequisites;
  const archives = archivesOf(cacheDirectory, engines, java);
  if (existsSync(archives.folder)) return archives;
  const step = "class-archive";
  report({ step, state: "started", detail: "faster starts from now on" });
  const work = `${archives.folder}.${randomUUID()}`;
  const directory = planStateDirectory(join(work, "state"));
  const platform: Platform = platformSpec.parse({
    name: "archive",
    sources: { archive: { tables: ["archive.archive"] } },
    connect: { workers: 1 },
    kafka: { brokers: 1, replicationFactor: 1, minInsyncReplicas: 1 },
  });
  const started: StartedProcess[] = [];
  const start = async (service: Service) => {
    await startUntilReady({
      service,
      logFile: join(directory.logs, `${service.name}.log`),
      signal,
      onStarted: (process) => process && started.push(process),
    });
    return started.at(-1) as StartedProcess;
  };
  const dump = (name: string) => [`-XX:ArchiveClassesAtExit=${join(work, name)}`];
  try {
    mkdirSync(work, { recursive: true });
    createStateDirectory(directory);
    const ports = await choosePorts(platform, undefined);
    const options = { platform, directory, ports, engines, java };
    const broker = await start(kafkaService(0, { ...options, extraFlags: dump("broker.jsa") }));
    report({ step, state: "running", fraction: 0.25 });
    const service = connectService(0, {
      ...options,
      extraFlags: dump("worker.jsa"),
      // The JVM writes no archive beside an agent; the agent may run on one.
      withoutMetrics: true,
    });
    const worker = await start(service);
    report({ step, state: "running", fraction: 0.5 });
    await loadConnectorClasses(service.endpoint, signal);
    await worker.stop(dumpDeadlineMs);
    report({ step, state: "running", fraction: 0.8 });
    await broker.stop(dumpDeadlineMs);
    mkdirSync(join(work, "done"));
    for (const name of ["broker.jsa", "worker.jsa"]) {
      if (existsSync(join(work, name))) renameSync(join(work, name), join(work, "done", name));
    }
    keepFirst(join(work, "done"), archives.folder);
  } finally {
    for (const process of started) await process.stop(2_000);
    rmSync(work, { recursive: true, force: true });
  }
  report({ step, state: "done" });
  return archives;
}

/** A validation that fails on its missing database has loaded what a start will load. */
async function loadConnectorClasses(endpoint: string, signal?: AbortSignal): Promise<void> {
  const plugin = "io.debezium.connector.mysql.MySqlConnector";
  const response = await fetch(`${endpoint}/connector-plugins/${plugin}/config/validate`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      "connector.class": plugin,
      name: "archive",
      "topic.prefix": "archive",
      "database.hostname": "127.0.0.1",
      "database.port": "1",
      "database.user": "nobody",
      "database.server.id": "1",
    }),
    signal: signal ?? AbortSignal.timeout(60_000),
  });
  await response.body?.cancel();
}
