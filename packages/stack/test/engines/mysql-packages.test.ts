import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { unpackMysqlPackages } from "../../src/engines/mysql-packages.ts";
import { temporaryFolder, writeProgram } from "../fixtures.ts";

const unpack = (t: TestContext, prepare: (unpacked: string) => void) => {
  const root = temporaryFolder(t);
  const unpacked = join(root, "mysql", "packages");
  prepare(unpacked);
  return unpackMysqlPackages({ cacheDirectory: root, env: { PATH: root }, report: () => {} });
};

test("answers with nothing where there is no apt-get", async (t) => {
  assert.equal(await unpack(t, () => {}), undefined);
});

test("describes packages that are unpacked already, run through their own loader", async (t) => {
  let folder = "";
  const server = await unpack(t, (unpacked) => {
    folder = join(unpacked, "root");
    mkdirSync(join(folder, "usr/lib/x86_64-linux-gnu"), { recursive: true });
    writeProgram(join(folder, "usr/sbin/mysqld"), "exit 0");
    writeProgram(join(folder, "usr/lib64/ld-linux-x86-64.so.2"), 'echo "$4  Ver 9.7.4-2 for x"');
    writeFileSync(join(unpacked, "complete"), "");
  });
  assert.equal(server?.version, "9.7.4");
  assert.equal(server?.major, 9);
  assert.equal(server?.file, join(folder, "usr/lib64/ld-linux-x86-64.so.2"));
  assert.equal(server?.leadingArgs.at(-1), join(folder, "usr/sbin/mysqld"));
  assert.ok(server?.leadingArgs.includes(join(folder, "usr/lib/x86_64-linux-gnu")));
});

test("rejects unpacked packages without a server", async (t) => {
  const unpacking = unpack(t, (unpacked) => {
    mkdirSync(unpacked, { recursive: true });
    writeFileSync(join(unpacked, "complete"), "");
  });
  await assert.rejects(unpacking, { code: "DOWNLOAD_FAILED", remedy: /^remove / });
});
