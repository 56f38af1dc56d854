import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { listMetadata } from "../../src/store/metadata.ts";
import { migrations } from "../../src/store/migrations.ts";
import { openStore } from "../../src/store/open-store.ts";
import { findSchema } from "../../src/store/schemas.ts";
import { findLatestVersion, findVersionById } from "../../src/store/versions.ts";

const folder = mkdtempSync(join(tmpdir(), "weir-migrations-"));
after(() => rmSync(folder, { recursive: true }));

const time = "2026-01-01T00:00:00.000Z";

/** A database as the first format left it, with rows in each table. */
function writeFirstFormat(databaseFile: string): void {
  const database = new DatabaseSync(databaseFile);
  database.exec(`pragma journal_mode = wal; ${migrations[0]}; pragma user_version = 1;
    insert into registry values ('r', null, '{"a":"b"}', '${time}', '${time}');
    insert into schema values (7, 'r', 's', 'AVRO', 'BACKWARD', 'text', '{}', 1, 3, '${time}', '${time}');
    insert into schema_version values ('v1', 7, 1, '"int"', x'01', 'AVAILABLE', null, '${time}');
    insert into schema_version values ('v2', 7, 2, '"long"', x'02', 'AVAILABLE', null, '${time}');
    insert into schema_version values ('v3', 7, 3, '"string"', x'03', 'FAILURE', '{}', '${time}');
    insert into schema_version_metadata values ('v1', 'k', 'b', '${time}');
    insert into schema_version_metadata values ('v1', 'k', 'a', '${time}');
    insert into schema_version_metadata values ('v1', 'j', 'c', '2026-01-02T00:00:00.000Z');`);
  database.close();
}

test("migrates a database of the first format with its rows", () => {
  const databaseFile = join(folder, "first.db");
  writeFirstFormat(databaseFile);
  const store = openStore(databaseFile);
  assert.equal(
    store.get<{ user_version: number }>("pragma user_version")?.user_version,
    migrations.length,
  );
  const schema = findSchema(store, { registryName: "r", schemaName: "s" });
  assert.deepEqual([schema?.id, schema?.lastVersionNumber], [7, 3]);
  assert.equal(findLatestVersion(store, 7)?.schemaVersionId, "v2");
  assert.equal(findVersionById(store, "v3")?.status, "FAILURE");
  const row = store.get<Record<string, unknown>>(
    `select "references", deleted_time, due_time from schema_version where id = 'v1'`,
  );
  assert.deepEqual({ ...row }, { references: "[]", deleted_time: null, due_time: null });
  assert.deepEqual(
    listMetadata(store, "v1").map(({ key, value }) => `${key}=${value}`),
    ["j=c", "k=a", "k=b"],
  );
  assert.equal(store.run("delete from schema_version where id = 'v1'"), 1);
  assert.deepEqual(listMetadata(store, "v1"), []);
  store.close();
  openStore(databaseFile).close();
});

test("finds the newest AVAILABLE version by its index", () => {
  const store = openStore(":memory:");
  const plan = store.all<{ detail: string }>(
    `explain query plan select id from schema_version
     where schema_id = 1 and status = 'AVAILABLE' and deleted_time is null
     order by version_number desc limit 1`,
  );
  assert.match(plan[0]?.detail ?? "", /USING INDEX schema_version_available/);
  store.close();
});
