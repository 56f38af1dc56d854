import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parseServeFlags, type ServeFlags } from "../src/serve-options.ts";

const cwd = mkdtempSync(join(tmpdir(), "weir-serve-"));
after(() => rmSync(cwd, { recursive: true }));

const parse = (flags: Partial<ServeFlags>, env: NodeJS.ProcessEnv = {}) =>
  parseServeFlags({ data: "d", ...flags }, { cwd, env });

test("takes what is given and leaves the rest to the defaults", () => {
  assert.deepEqual(parse({}), {
    databaseFile: join(cwd, "d/registry.sqlite"),
    policy: {},
    faults: [],
  });
  const given = parse({
    data: ":memory:",
    port: "8085",
    asyncEvaluation: "500",
    checkpointPolicy: "checkpoint",
    jsonPolicy: "lenient",
    defaultCompatibility: "FULL_ALL",
    maxSchemaVersions: "50000",
    confluent: "off",
    defaultContext: "legopoc",
    fault: ["throttle=0.1"],
    logLevel: "info",
  });
  assert.deepEqual(given, {
    databaseFile: ":memory:",
    port: 8085,
    policy: {
      asyncEvaluationMs: 500,
      checkpointPolicy: "checkpoint",
      jsonPolicy: "lenient",
      defaultCompatibility: "FULL_ALL",
      maxSchemaVersions: 50_000,
    },
    confluent: false,
    defaultContext: "legopoc",
    faults: ["throttle=0.1"],
    logLevel: "info",
  });
});

test("reads the token from a file, else from the environment", () => {
  writeFileSync(join(cwd, "token"), "0123456789abcdef\n");
  assert.equal(parse({ tokenFile: "token" }).token, "0123456789abcdef");
  const env = { WEIR_REGISTRY_TOKEN: "fedcba9876543210" };
  assert.equal(parse({}, env).token, "fedcba9876543210");
  assert.equal(parse({ tokenFile: "token" }, env).token, "0123456789abcdef");
});

test("rejects values it cannot use, each with a remedy", () => {
  const cases: readonly (readonly [Partial<ServeFlags>, NodeJS.ProcessEnv?])[] = [
    [{ data: "" }],
    [{ port: "65536" }],
    [{ port: "-1" }],
    [{ defaultContext: "a/b" }],
    [{ asyncEvaluation: "1s" }],
    [{ checkpointPolicy: "newest" }],
    [{ jsonPolicy: "Strict" }],
    [{ defaultCompatibility: "BACKWARD_TRANSITIVE" }],
    [{ confluent: "yes" }],
    [{ logLevel: "loud" }],
    [{ tokenFile: "absent" }],
    [{}, { WEIR_REGISTRY_TOKEN: "short" }],
    [{}, { WEIR_REGISTRY_TOKEN: "" }],
  ];
  for (const [flags, env] of cases) {
    assert.throws(
      () => parse(flags, env),
      (error: Error) => "code" in error && error.code === "USAGE" && "remedy" in error,
      JSON.stringify([flags, env]),
    );
  }
});
