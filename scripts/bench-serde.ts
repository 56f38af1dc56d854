/**
 * `npm run bench:serde [-- --repetitions N]`: records per CPU second that the serializers of Node
 * write and read, in one interleaved run. Each workload first proves that all arms write the same payload
 * and read the same value. One process, one core; numbers of another machine mean nothing.
 */
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { startRegistry } from "@weir/registry";
import {
  type Arm,
  type ArmOptions,
  avscArm,
  kafkajsArm,
  meinestadtArm,
  weirArms,
  weirReaderSchemaArm,
} from "./bench-serde/arms.ts";
import { assertEqualArms, measureArms } from "./bench-serde/measure.ts";
import { findFaster, renderMeasured } from "./bench-serde/report.ts";
import { changeEvents, flatRows, type Workload } from "./bench-serde/rows.ts";

const { repetitions } = parseArgs({
  options: { repetitions: { type: "string", default: "9" } },
}).values;

const registry = await startRegistry({ databaseFile: ":memory:", logLevel: "error" });
const { endpoint } = registry;
const stops: (() => void)[] = [() => registry.stop()];
const faster: string[] = [];
const peers = ["@kafkajs/confluent-schema-registry", "@meinestadt.de/glue-schema-registry", "avsc"];
try {
  console.log(`node ${process.version}, ${cpus().length} cores, ${repetitions} repetitions`);
  console.log(peers.map((name) => `${name} ${versionOf(name)}`).join(", "));
  await avro("small", changeEvents(20));
  const documented = changeEvents(20, {
    doc: "a comment of the column in the database. ".repeat(12),
  });
  await avro("documented", documented, [await plainArm(changeEvents(20))]);
  await avro("wide", changeEvents(300));
  await compressed("zlib", changeEvents(20));
  await resolved("reader", changeEvents(20));
  await other("json", flatRows().json, "JSON");
  await other("protobuf", flatRows().protobuf, "PROTOBUF");
  console.log(`\nfaster than weir: ${faster.join("; ") || "none of the others"}`);
} finally {
  for (const stop of stops) await stop();
}
process.exit();

async function avro(
  schemaName: string,
  workload: Workload,
  more: readonly Arm[] = [],
): Promise<void> {
  const options = { endpoint, workload, schemaName };
  const [weir, now] = await weirArms(options);
  const others = [await kafkajs(options), await meinestadtArm(options)];
  await run(`AVRO, ${workload.title}`, workload, [weir, ...others, now, avscArm(options), ...more]);
}

/** The same values and bytes with a small schema: the ratio is what the text of a schema costs. */
async function plainArm(workload: Workload): Promise<Arm> {
  const [weir] = await weirArms({ endpoint, workload, schemaName: "plain" });
  return { ...weir, name: "weir, schema without comments" };
}

async function compressed(schemaName: string, workload: Workload): Promise<void> {
  const options = { endpoint, workload, schemaName };
  const [weir] = await weirArms(options, "ZLIB");
  const arms = [weir, await meinestadtArm(options, true)];
  await run(`AVRO with zlib, ${workload.title}`, workload, arms);
}

async function resolved(schemaName: string, workload: Workload): Promise<void> {
  const options = { endpoint, workload, schemaName };
  const arms = [await weirReaderSchemaArm(options), await meinestadtArm(options)];
  await run(`AVRO resolved to a reader schema, ${workload.title}`, workload, arms);
}

async function other(
  schemaName: string,
  workload: Workload,
  dataFormat: "JSON" | "PROTOBUF",
): Promise<void> {
  const options = { endpoint, workload, schemaName };
  const [weir, now] = await weirArms(options, "NONE", dataFormat);
  await run(workload.title, workload, [weir, await kafkajs(options, dataFormat), now]);
}

async function kafkajs(options: ArmOptions, dataFormat?: "JSON" | "PROTOBUF"): Promise<Arm> {
  const arm = await kafkajsArm(options, dataFormat);
  stops.push(arm.stop);
  return arm;
}

async function run(title: string, { values }: Workload, arms: readonly Arm[]): Promise<void> {
  await assertEqualArms(arms, values);
  console.log(`\n${title}`);
  console.log(`  checked: ${arms.length} arms write and read the same, ${values.length} values`);
  const measured = await measureArms(arms, values, Number(repetitions));
  console.log(renderMeasured(measured));
  faster.push(...findFaster(title, measured));
}

function versionOf(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")).version;
}
