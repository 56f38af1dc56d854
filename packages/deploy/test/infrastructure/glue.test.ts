import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkCadence, planGlueSchedule } from "../../src/infrastructure/glue-schedule.ts";
import { versions } from "../../src/versions.ts";
import { glueVersions, glueWorkerTypes } from "./aws-lists.ts";
import { samplePlatform } from "./stacks-sample.ts";

describe("planGlueSchedule", () => {
  it("says periods that divide an hour or a day as cron", () => {
    const cron = (cadence: string) => {
      const schedule = planGlueSchedule(cadence);
      return schedule?.kind === "scheduled" ? [schedule.cron, schedule.periodSeconds] : schedule;
    };
    assert.deepEqual(cron("5 minutes"), ["cron(0/5 * * * ? *)", 300]);
    assert.deepEqual(cron("15 minutes"), ["cron(0/15 * * * ? *)", 900]);
    assert.deepEqual(cron("60 minutes"), ["cron(0 * * * ? *)", 3_600]);
    assert.deepEqual(cron("1 hour"), ["cron(0 * * * ? *)", 3_600]);
    assert.deepEqual(cron("120 minutes"), ["cron(0 0/2 * * ? *)", 7_200]);
    assert.deepEqual(cron("6 hours"), ["cron(0 0/6 * * ? *)", 21_600]);
    assert.deepEqual(cron("24 hours"), ["cron(0 0 * * ? *)", 86_400]);
    assert.deepEqual(cron("continuous"), { kind: "continuous" });
  });

  it("says nothing of periods that cron would keep unevenly, or Glue not at all", () => {
    for (const cadence of [
      "1 minute",
      "4 minutes",
      "7 minutes",
      "45 minutes",
      "90 minutes",
      "5 hours",
      "48 hours",
    ]) {
      assert.equal(planGlueSchedule(cadence), undefined, cadence);
    }
  });
});

describe("checkCadence", () => {
  const check = (cadence: string) => checkCadence(samplePlatform({ lake: { cadence } }));

  it("rejects such a period and names the next shorter one", () => {
    assert.deepEqual(check("15 minutes"), []);
    assert.deepEqual(check("continuous"), []);
    assert.equal(check("7 minutes")[0]?.remedy, 'set "6 minutes", or "continuous"');
    assert.equal(check("1 minute")[0]?.remedy, 'set "5 minutes", or "continuous"');
    assert.equal(check("90 minutes")[0]?.remedy, 'set "1 hour", or "continuous"');
    assert.equal(check("5 hours")[0]?.remedy, 'set "4 hours", or "continuous"');
    assert.equal(check("48 hours")[0]?.path, "lake.cadence");
  });

  it("names only periods that it accepts itself", () => {
    for (const cadence of ["1 minute", "13 minutes", "61 minutes", "7 hours", "100 hours"]) {
      const [, proposed = ""] = /"([^"]+)"/.exec(check(cadence)[0]?.remedy ?? "") ?? [];
      assert.deepEqual(check(proposed), [], proposed);
    }
  });
});

describe("Glue's own lists", () => {
  it("have the version and the worker types of Weir", () => {
    const known: readonly string[] = glueVersions;
    assert.ok(known.includes(versions.glue));
    assert.ok(!known.includes("9.9"));
    const types: readonly string[] = glueWorkerTypes;
    assert.ok(types.includes(samplePlatform().aws.glue.workerType));
    assert.ok(!types.includes("G.3X"));
  });
});
