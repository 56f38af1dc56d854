import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { findMysql } from "../../src/engines/find-mysql.ts";
import { temporaryFolder, writeProgram } from "../fixtures.ts";

function find(t: TestContext, prints: string | undefined) {
  const root = temporaryFolder(t);
  if (prints !== undefined) writeProgram(join(root, "mysqld"), `echo "${prints}"`);
  return findMysql({ cacheDirectory: root, env: { PATH: root }, report: () => {} });
}

for (const version of ["8.0.43", "8.4.6", "9.7.4"]) {
  test(`takes a mysqld ${version} on the PATH`, async (t) => {
    const server = await find(t, `mysqld  Ver ${version} for Linux on x86_64`);
    assert.equal(server.version, version);
    assert.equal(server.major, Number.parseInt(version, 10));
    assert.deepEqual(server.leadingArgs, []);
  });
}

for (const [what, prints] of [
  ["MariaDB", "mysqld  Ver 10.11.6-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64"],
  ["MySQL 5.7", "mysqld  Ver 5.7.44 for Linux on x86_64"],
  ["a machine without mysqld", undefined],
] as const) {
  test(`rejects ${what} where apt-get is missing too`, async (t) => {
    await assert.rejects(find(t, prints), {
      code: "PREREQUISITE_MISSING",
      remedy: /WEIR_LOCAL_MYSQL_URL/,
      details: { prerequisite: "mysql" },
    });
  });
}
