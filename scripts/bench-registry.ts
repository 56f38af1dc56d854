/**
 * `npm run bench:registry [-- --runs N]`: what the registry answers, keeps and judges in a second,
 * its start and its memory. Server and client share this machine. Every answer is checked while it
 * is measured; targets stand beside the numbers and are not asserted. The arms take turns.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { registryClient } from "@weir/registry";
import { dataFormats } from "@weir/schema";
import { measureCompatibility } from "./bench-registry/compatibility.ts";
import { renderEnvelope, renderRecord } from "./bench-registry/definitions.ts";
import { type Call, drive } from "./bench-registry/load.ts";
import { planRegistrations } from "./bench-registry/registrations.ts";
import { collectResults, renderResult } from "./bench-registry/report.ts";
import { type Server, startServer } from "./bench-registry/server.ts";

const connections = 32;
const storedVersions = 10_000;
const reads = 20_000;
const registrations = 4_000;

const { runs } = parseArgs({ options: { runs: { type: "string", default: "5" } } }).values;
const folder = mkdtempSync(join(tmpdir(), "weir-bench-registry-"));
const results = collectResults();
try {
  const stored = join(folder, "stored");
  console.error(`storing ${storedVersions} versions`);
  const answers = await fill(stored, storedVersions);
  const arms = [
    () => measureDisk(join(folder, "disk")),
    () => measureReads(stored, answers),
    (run: number) => measureRegistrations(join(folder, `record-${run}`), "record", renderRecord),
    (run: number) =>
      measureRegistrations(join(folder, `envelope-${run}`), "Debezium envelope", (...of) =>
        renderEnvelope("AVRO", ...of),
      ),
    async () => {
      for (const format of dataFormats) {
        const name = `compatibility, envelope of 300 columns, ${format}`;
        results.add(name, measureCompatibility(format), "ms", "≤ 5 ms");
      }
    },
  ];
  for (let run = 0; run < Number(runs); run++) {
    for (const arm of run % 2 === 0 ? arms : [...arms].reverse()) await arm(run);
    console.error(`run ${run + 1} of ${runs}`);
  }
  console.log(
    `node ${process.version}, ${cpus().length} cores, ${runs} runs: median (and all of them)`,
  );
  for (const result of results.list()) console.log(renderResult(result));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

/** Registers so many versions over some schemas; answers with the body that each id must give. */
async function fill(data: string, count: number): Promise<Map<string, Buffer>> {
  const server = await startServer(data);
  const { ids, calls } = await planRegistrations(server.endpoint, count, renderRecord);
  await drive(server.endpoint, connections, calls);
  if (ids.size !== count) throw new Error(`${ids.size} ids for ${count} registrations`);
  const client = registryClient(server.endpoint);
  const answers = new Map<string, Buffer>();
  for (const [id, definition] of ids) {
    const version = await client.call("GetSchemaVersion", { SchemaVersionId: id });
    if (version.SchemaDefinition !== definition) throw new Error(`${id} has another definition`);
    answers.set(id, Buffer.from(JSON.stringify(version)));
  }
  await server.stop();
  return answers;
}

async function measureReads(data: string, answers: ReadonlyMap<string, Buffer>): Promise<void> {
  const server = await startServer(data);
  try {
    results.add(`start with ${answers.size} versions stored`, server.startMs, "ms", "≤ 500 ms");
    results.add("resident after the start", server.readResidentBytes() / 1e6, "MB");
    const entries = [...answers];
    const calls = Array.from({ length: reads }, (_, index): Call => {
      // A step that is prime to their number: every version, in no order that a page has.
      const [SchemaVersionId = "", expected] = entries[(index * 7919) % entries.length] ?? [];
      const verify = (body: Buffer) => {
        if (expected === undefined || !body.equals(expected)) throw new Error(`not it: ${body}`);
      };
      const body = JSON.stringify({ SchemaVersionId });
      return { operation: "GetSchemaVersion", body, verify };
    });
    const cpuPerCall = await countCpu(server, reads);
    const { perSecond, p99Ms } = await drive(server.endpoint, connections, calls);
    const name = `GetSchemaVersion by id, ${connections} connections`;
    results.add(name, perSecond, "/s", "≥ 8,000 /s");
    results.add(`${name}: p99`, p99Ms, "ms", "≤ 10 ms");
    results.add(`${name}: CPU of the server`, await cpuPerCall(), "µs");
    results.add("resident after these reads", server.readResidentBytes() / 1e6, "MB", "≤ 150 MB");
  } finally {
    await server.stop();
  }
}

/** Reads the server's clock now; the answer tells its CPU time since, for each of so many calls. */
async function countCpu(server: Server, calls: number): Promise<() => Promise<number>> {
  const before = await server.readCpuSeconds();
  return async () => (((await server.readCpuSeconds()) - before) / calls) * 1e6;
}

async function measureRegistrations(
  data: string,
  title: string,
  render: (columns: number, lastColumn: string) => string,
): Promise<void> {
  const server = await startServer(data);
  try {
    const { ids, calls } = await planRegistrations(server.endpoint, registrations, render);
    const cpuPerCall = await countCpu(server, registrations);
    const { perSecond, p99Ms } = await drive(server.endpoint, connections, calls);
    if (ids.size !== registrations) throw new Error(`${ids.size} ids`);
    const kilobytes = (render(20, "only_in_0").length / 1000).toFixed(1);
    const name = `distinct versions, durable: ${title}, 20 columns, ${kilobytes} kB`;
    results.add(name, perSecond, "/s", "≥ 1,500 /s");
    results.add(`${name}: p99`, p99Ms, "ms");
    results.add(`${name}: CPU of the server`, await cpuPerCall(), "µs");
    results.add(
      `resident after these: ${title}`,
      server.readResidentBytes() / 1e6,
      "MB",
      "≤ 150 MB",
    );
  } finally {
    await server.stop();
  }
}

/** What one commit would wait for if each had an fsync of its own. */
async function measureDisk(file: string): Promise<void> {
  const handle = openSync(file, "w");
  const startedAt = performance.now();
  const page = Buffer.alloc(4096, 1);
  for (let index = 0; index < 100; index++) {
    writeSync(handle, page);
    fdatasyncSync(handle);
  }
  results.add("this disk: one fdatasync", (performance.now() - startedAt) / 100, "ms");
  closeSync(handle);
}
