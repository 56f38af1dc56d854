import assert from "node:assert/strict";
import { test } from "node:test";
import { archivesOf } from "../../src/engines/class-archive.ts";

test("keeps archives apart by jars and by Java", () => {
  const java = (version: string) => ({ home: "/java", version, major: 17 });
  const one = archivesOf("/cache", { hash: "aa" }, java("17.0.15"));
  assert.equal(one.broker, "/cache/archives/aa-java-17.0.15/broker.jsa");
  assert.equal(one.worker, "/cache/archives/aa-java-17.0.15/worker.jsa");
  const folders = [
    one,
    archivesOf("/cache", { hash: "bb" }, java("17.0.15")),
    archivesOf("/cache", { hash: "aa" }, java("17.0.16")),
  ].map(({ folder }) => folder);
  assert.equal(new Set(folders).size, 3);
});
