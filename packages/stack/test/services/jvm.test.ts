import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { javaCommand, listClassPath } from "../../src/services/jvm.ts";
import { temporaryFolder } from "../fixtures.ts";

test("lists the jars of a folder in one order, and nothing else", (t) => {
  const folder = temporaryFolder(t);
  for (const name of ["b.jar", "a.jar", "readme.txt"]) writeFileSync(join(folder, name), "");
  assert.equal(listClassPath(folder), `${folder}/a.jar:${folder}/b.jar`);
});

test("puts flags before the main class and its arguments after it", (t) => {
  const folder = temporaryFolder(t);
  const command = javaCommand({
    java: { home: "/java", version: "17", major: 17 },
    classPathFolder: folder,
    heapMiB: 256,
    agent: "/agent.jar=1",
    extraFlags: ["-XX:Extra"],
    properties: { "a.b": "c" },
    mainClass: "org.example.Main",
    args: ["config.properties"],
  });
  assert.equal(command.file, "/java/bin/java");
  const main = command.args.indexOf("org.example.Main");
  assert.deepEqual(command.args.slice(main), ["org.example.Main", "config.properties"]);
  for (const flag of ["-Xmx256m", "-XX:Extra", "-javaagent:/agent.jar=1", "-Da.b=c"]) {
    assert.ok(command.args.slice(0, main).includes(flag), flag);
  }
});

test("uses an archive that is there and passes over one that is not", (t) => {
  const folder = temporaryFolder(t);
  const archive = join(folder, "broker.jsa");
  const flags = () =>
    javaCommand({
      java: { home: "/java", version: "17", major: 17 },
      classPathFolder: folder,
      heapMiB: 64,
      archive,
      properties: {},
      mainClass: "Main",
      args: [],
    }).args;
  assert.ok(!flags().some((flag) => flag.includes("SharedArchiveFile")));
  writeFileSync(archive, "");
  assert.ok(flags().includes(`-XX:SharedArchiveFile=${archive}`));
  assert.ok(flags().includes("-Xshare:auto"));
});
