import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import type { Arm } from "./arms.ts";

export interface Measured {
  readonly arm: Arm;
  /** Records per second of CPU time, one per repetition. */
  readonly encode: number[];
  readonly decode: number[];
}

const warmUpMs = 400;
const sampleMs = 150;

/** Every arm writes the same payload and reads it back as the same value, or nothing is measured. */
export async function assertEqualArms(
  arms: readonly Arm[],
  values: readonly object[],
): Promise<void> {
  const [reference] = arms;
  assert.ok(reference);
  for (const value of values) {
    const expected = payloadOf(reference, await reference.encode(value));
    for (const arm of arms) {
      const record = await arm.encode(value);
      assert.deepEqual(payloadOf(arm, record), expected, `${arm.name}: other bytes`);
      const read = plain(await arm.decode(record));
      const restored = arm.restore?.(read) ?? read;
      assert.deepEqual(restored, plain(value), `${arm.name}: another value`);
    }
  }
}

function payloadOf({ headerBytes, isCompressed }: Arm, record: Buffer): Buffer {
  const body = record.subarray(headerBytes);
  return Buffer.from(isCompressed ? inflateSync(body) : body);
}

/** Libraries give objects of classes of their own. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** The arms take turns, in another order each time; the first round is not counted. */
export async function measureArms(
  arms: readonly Arm[],
  values: readonly object[],
  repetitions: number,
): Promise<Measured[]> {
  const results = arms.map((arm) => ({ arm, encode: [] as number[], decode: [] as number[] }));
  for (let repetition = -1; repetition < repetitions; repetition++) {
    const durationMs = repetition < 0 ? warmUpMs : sampleMs;
    for (let turn = 0; turn < arms.length; turn++) {
      const result = results[(turn + repetition + 1) % arms.length];
      assert.ok(result);
      const { arm } = result;
      const records = await Promise.all(values.map((value) => arm.encode(value)));
      const encode = await ratePerSecond(durationMs, values, arm.encode);
      const decode = await ratePerSecond(durationMs, records, arm.decode);
      if (repetition < 0) continue;
      result.encode.push(encode);
      result.decode.push(decode);
    }
  }
  return results;
}

/** By CPU time of all threads: what else the machine does counts for less. */
async function ratePerSecond<T>(
  durationMs: number,
  inputs: readonly T[],
  run: (input: T) => unknown,
): Promise<number> {
  const startedAt = process.cpuUsage();
  let count = 0;
  let elapsedMs = 0;
  do {
    for (const input of inputs) {
      const result = run(input);
      if (result instanceof Promise) await result;
    }
    count += inputs.length;
    const { user, system } = process.cpuUsage(startedAt);
    elapsedMs = (user + system) / 1000;
  } while (elapsedMs < durationMs);
  return (count / elapsedMs) * 1000;
}
