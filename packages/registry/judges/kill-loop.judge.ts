/** SIGKILL under load, again and again, on one store: what was acknowledged is there. */
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { registryClient } from "../src/index.ts";
import type { Acknowledged } from "./kill/acknowledged.ts";
import { checkStore } from "./kill/check-store.ts";
import { createSchemas, writeUntilKilled } from "./kill/write-until-killed.ts";
import { type ServerProcess, startServer } from "./start-server.ts";

const kills = process.env.WEIR_TEST_FULL === "1" ? 50 : 3;
const folder = mkdtempSync(join(tmpdir(), "weir-kill-"));
const databaseFile = join(folder, "data", "registry.sqlite");
const acknowledged: Acknowledged[] = [];
let server: ServerProcess | undefined;

after(() => {
  server?.child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Ends a server after so many answers, in the middle of the next ones. */
async function killUnderLoad(round: number, answers: number): Promise<Acknowledged[]> {
  const heard: Acknowledged[] = [];
  const { endpoint, child, exited } = server as ServerProcess;
  await writeUntilKilled(endpoint, round, (version) => {
    heard.push(version);
    if (heard.length === answers) child.kill("SIGKILL");
  });
  await exited;
  return heard;
}

test(`loses nothing and leaves nothing half over ${kills} kills`, async () => {
  const args = ["--data", join(folder, "data"), "--max-schema-versions", "1000000"];
  for (let round = 0; round < kills; round++) {
    server = await startServer(args);
    if (round === 0) acknowledged.push(...(await createSchemas(server.endpoint)));
    // Between a few and some hundred answers: early and late in the life of the log.
    acknowledged.push(...(await killUnderLoad(round, 20 + ((round * 97) % 300))));
    assert.deepEqual(checkStore(databaseFile, acknowledged), [], `after kill ${round + 1}`);
  }
  // Many asked for the same at once: each definition has one id.
  const ids = new Map<string, Set<string>>();
  for (const { schemaName, status, definition, schemaVersionId } of acknowledged) {
    if (status !== "AVAILABLE") continue;
    const key = `${schemaName} ${definition}`;
    ids.set(key, (ids.get(key) ?? new Set()).add(schemaVersionId));
  }
  assert.deepEqual(
    [...ids.values()].filter(({ size }) => size !== 1),
    [],
  );
  assert.ok(acknowledged.length > ids.size, "no definition was registered twice");
});

test("answers with every acknowledged version after the last start", async () => {
  server = await startServer(["--data", join(folder, "data")]);
  const client = registryClient(server.endpoint, { timeoutMs: 30_000 });
  const last = new Map(acknowledged.map((version) => [version.schemaVersionId, version]));
  for (const { schemaVersionId, definition, versionNumber } of [...last.values()].slice(-500)) {
    const found = await client.call("GetSchemaVersion", { SchemaVersionId: schemaVersionId });
    assert.equal(found.SchemaDefinition, definition);
    assert.equal(found.VersionNumber, versionNumber);
  }
  server.child.kill("SIGTERM");
  assert.deepEqual(await server.exited, [0, null]);
  assert.deepEqual(checkStore(databaseFile, acknowledged), []);
});

test("fails for a store that commits after its answers", async () => {
  const careless = join(folder, "careless.sqlite");
  const program = new URL("kill/careless-server.ts", import.meta.url).pathname;
  server = await startServer([careless], { program });
  const known = await createSchemas(server.endpoint);
  const problems = checkStore(careless, [...known, ...(await killUnderLoad(0, 60))]);
  assert.ok(problems.some((problem) => /is lost/.test(problem)));
});

test("fails for stores that are damaged", () => {
  const damages = {
    "was acknowledged and is lost": "delete from schema_version where version_number = 2",
    "is not what was acknowledged": "update schema_version set status = 'PENDING'",
    "has the hash of another":
      "update schema_version set definition = replace(definition, 'column_1', 'colour_1')",
    "has given out": "update schema set last_version_number = last_version_number + 1",
    "refers to nothing": "delete from schema",
  };
  for (const [problem, damage] of Object.entries(damages)) {
    const copy = join(folder, "damaged.sqlite");
    copyFileSync(databaseFile, copy);
    const database = new DatabaseSync(copy);
    database.exec(`pragma foreign_keys = off; ${damage}`);
    database.close();
    const found = checkStore(copy, acknowledged);
    assert.ok(
      found.some((each) => each.includes(problem)),
      problem,
    );
  }
});
