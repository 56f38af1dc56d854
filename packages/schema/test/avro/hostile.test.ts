import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { createRandom } from "../../../../test/e2e/support/random.ts";
import { checkCompatibility } from "../../src/index.ts";
import { generateTexts } from "./corpus/texts.ts";
import type { HostileOutcome } from "./hostile/judge-in-worker.ts";

const full = process.env.WEIR_TEST_FULL === "1";

test("answers the costliest texts within a second and 128 MiB, or refuses them", async () => {
  const worker = new Worker(new URL("./hostile/judge-in-worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 },
  });
  const [results] = (await once(worker, "message")) as [readonly HostileOutcome[]];
  for (const { name, cpuMs, outcomes } of results) {
    assert.ok(cpuMs < 1_000, `${name} took ${Math.round(cpuMs)} ms`);
    for (const outcome of outcomes) assert.match(outcome, /^(ok|SCHEMA_INVALID)$/, name);
  }
  const said = new Set(results.flatMap(({ outcomes }) => outcomes));
  assert.deepEqual([...said].sort(), ["SCHEMA_INVALID", "ok"]);
});

test("refuses broken texts with SCHEMA_INVALID and nothing else", () => {
  const seed = 20261129;
  const { pick } = createRandom(seed);
  const texts = generateTexts(seed, full ? 20_000 : 1_000);
  let valid = 0;
  for (const candidate of texts) {
    try {
      const baselines = [{ versionNumber: 1, definition: pick(texts) }];
      const { warnings } = checkCompatibility({
        dataFormat: "AVRO",
        mode: "FULL_ALL",
        candidate,
        baselines: [{ versionNumber: 2, definition: candidate }, ...baselines],
      });
      assert.ok(Array.isArray(warnings));
      valid += 1;
    } catch (error) {
      assert.equal((error as { code?: string }).code, "SCHEMA_INVALID", `${candidate}\n${error}`);
    }
  }
  assert.ok(valid > texts.length / 20 && valid < texts.length, `${valid} of ${texts.length}`);
});
