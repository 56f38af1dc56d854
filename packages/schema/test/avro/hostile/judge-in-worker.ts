/** Runs every hostile case and tells what became of it; the parent bounds the memory. */
import { parentPort } from "node:worker_threads";
import { canonicalForm, checkCompatibility, parseAvroSchema } from "../../../src/index.ts";
import { hostileCases } from "./cases.ts";

export interface HostileOutcome {
  readonly name: string;
  /** Of the costliest step, in processor time: the machine may be busy. */
  readonly cpuMs: number;
  /** "ok", a code of WeirError, or what should not be. */
  readonly outcomes: readonly string[];
}

const profiles =
  process.env.WEIR_TEST_FULL === "1" ? (["aws", "confluent"] as const) : (["aws"] as const);

const results: HostileOutcome[] = hostileCases.map(({ name, texts }) => {
  const [candidate, definition] = texts;
  const question = { dataFormat: "AVRO", mode: "FULL", candidate } as const;
  const baselines = [{ versionNumber: 1, definition }];
  const steps = [
    () => parseAvroSchema(candidate),
    () => canonicalForm("AVRO", candidate),
    ...profiles.map((profile) => () => checkCompatibility({ ...question, profile, baselines })),
  ].map(run);
  return {
    name,
    cpuMs: Math.max(...steps.map(({ cpuMs }) => cpuMs)),
    outcomes: steps.map(({ outcome }) => outcome),
  };
});

function run(step: () => unknown): { cpuMs: number; outcome: string } {
  const start = process.threadCpuUsage();
  let outcome = "ok";
  try {
    step();
  } catch (error) {
    outcome = (error as { code?: string }).code ?? `${error}`;
  }
  const { user, system } = process.threadCpuUsage(start);
  return { cpuMs: (user + system) / 1000, outcome };
}

parentPort?.postMessage(results);
