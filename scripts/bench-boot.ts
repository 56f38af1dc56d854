/**
 * `npm run bench:boot [-- --runs N]`: from `weir up` to the first streamed row, and the memory of
 * the stack. The two sizes take turns; a boot counts only when its row has arrived.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { cacheDirectory, loadPlatform, smallFlags } from "@weir/core";
import { consumeTopic, glueFetchSchema } from "@weir/serde";
import {
  bootstrapServers,
  down,
  mysqlAddress,
  planStateDirectory,
  readResidentBytes,
  readStackState,
  runSql,
  status,
  up,
} from "@weir/stack";

interface Boot {
  readonly firstRowMs: number;
  readonly residentBytes: number;
  readonly steps: readonly { step: string; atMs: number }[];
}

const root = resolve(import.meta.dirname, "..");
const arms = ["three brokers, three workers", "--small"] as const;
type Arm = (typeof arms)[number];

const { runs } = parseArgs({ options: { runs: { type: "string", default: "5" } } }).values;
const boots: Record<Arm, Boot[]> = { "three brokers, three workers": [], "--small": [] };
// The first of each warms the page cache and whatever set-up is left, and is not counted.
for (let run = 0; run <= Number(runs); run++) {
  for (const arm of run % 2 === 0 ? arms : [...arms].reverse()) {
    const boot = await measureBoot(arm);
    console.error(`${run === 0 ? "warm-up" : `run ${run}`}, ${arm}: ${seconds(boot.firstRowMs)}`);
    if (run > 0) boots[arm].push(boot);
  }
}
console.log(`node ${process.version}, ${cpus().length} cores, ${runs} boots of each size`);
for (const arm of arms) print(arm, boots[arm]);
process.exit();

async function measureBoot(arm: Arm): Promise<Boot> {
  const folder = mkdtempSync(join(tmpdir(), "weir-bench-"));
  try {
    writeFileSync(
      join(folder, "weir.config.json"),
      JSON.stringify({
        name: "bench",
        sources: { benchsrc: { tables: ["bench.row"] } },
        local: { mysql: { init: "init.sql" } },
      }),
    );
    const init = join(folder, "init.sql");
    writeFileSync(init, "CREATE DATABASE bench; CREATE TABLE bench.`row` (id INT PRIMARY KEY);");
    const { platform } = await loadPlatform({
      path: folder,
      cwd: folder,
      env: {},
      ...(arm === "--small" ? { flags: smallFlags } : {}),
    });
    const directory = planStateDirectory(join(folder, ".weir"));
    const startedAt = performance.now();
    await up({
      platform,
      directory,
      cacheDirectory: cacheDirectory(process.env, homedir()),
      sourceDirectory: root,
      initFile: init,
      withoutConnectors: false,
      env: process.env,
      report: () => {},
      endWithUs: true,
    });
    const state = readStackState(directory);
    if (!state) throw new Error("no stack after up");
    await runSql(
      "INSERT INTO bench.`row` VALUES (1)",
      mysqlAddress(platform, directory, state.ports),
    );
    for await (const record of consumeTopic({
      bootstrapServers: bootstrapServers(state.ports).split(","),
      topic: "benchsrc.bench.row",
      fromBeginning: true,
      maxRecords: 1,
      signal: AbortSignal.timeout(60_000),
      fetchSchema: glueFetchSchema({ endpoint: `http://127.0.0.1:${state.ports.registry}` }),
    })) {
      const { op, after } = record.value as { op: string; after: { id: number } };
      if (op !== "c" || after.id !== 1) throw new Error(`unexpected row ${JSON.stringify(record)}`);
    }
    const firstRowMs = performance.now() - startedAt;
    const { services, supervisor } = await status(directory);
    const residentBytes = services.reduce((sum, service) => sum + service.residentBytes, 0);
    return {
      firstRowMs,
      residentBytes: residentBytes + readResidentBytes(supervisor.pid ?? 0),
      steps: state.timings,
    };
  } finally {
    await down({ directory: planStateDirectory(join(folder, ".weir")) });
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(arm: Arm, measured: readonly Boot[]): void {
  console.log(`\n${arm}`);
  const row = (name: string, values: readonly number[], render: (value: number) => string) => {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
    const [min, median, max] = [at(0), at(0.5), at(1)].map(render);
    console.log(`  ${name.padEnd(28)} min ${min}  median ${median}  max ${max}`);
  };
  row(
    "up to the first streamed row",
    measured.map((boot) => boot.firstRowMs),
    seconds,
  );
  row(
    "resident memory",
    measured.map((boot) => boot.residentBytes),
    gigabytes,
  );
  const names = new Set(measured.flatMap(({ steps }) => steps.map(({ step }) => step)));
  console.log("  where the time goes: done, counted from the supervisor's start, at");
  for (const name of names) {
    const times = measured.flatMap(({ steps }) =>
      steps.filter(({ step }) => step === name).map(({ atMs }) => atMs),
    );
    row(`  ${name}`, times, seconds);
  }
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}
