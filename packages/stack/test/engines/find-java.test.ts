import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findJava } from "../../src/engines/find-java.ts";
import { temporaryFolder, writeJavaHome } from "../fixtures.ts";

for (const [version, major] of [
  ["17.0.15", 17],
  ["17", 17],
  ["21.0.4", 21],
] as const) {
  test(`takes Java ${version} of JAVA_HOME`, (t) => {
    const home = writeJavaHome(join(temporaryFolder(t), "java"), version);
    assert.deepEqual(findJava({ JAVA_HOME: home, PATH: "" }), { home, version, major });
  });
}

for (const [version, reason] of [
  ["1.8.0_292", /refuses older/],
  ["11.0.22", /refuses older/],
  ["25", /refuses newer/],
] as const) {
  test(`rejects Java ${version} and says what it needs`, (t) => {
    const home = writeJavaHome(join(temporaryFolder(t), "java"), version);
    assert.throws(
      () => findJava({ JAVA_HOME: home }, "/nowhere"),
      (error: Error & { code: string; remedy: string; details: object }) => {
        assert.equal(error.code, "PREREQUISITE_MISSING");
        assert.match(error.message, reason);
        assert.match(error.message, /17 to 21/);
        assert.ok(error.message.includes(version));
        assert.deepEqual(error.details, { prerequisite: "java", found: version });
        return true;
      },
    );
  });
}

test("names an installed Java that fits in the remedy", (t) => {
  const root = temporaryFolder(t);
  const old = writeJavaHome(join(root, "java-11"), "11.0.22");
  const fitting = writeJavaHome(join(root, "java-17"), "17.0.15");
  writeJavaHome(join(root, "temurin-25"), "25.0.1");
  mkdirSync(join(root, "no-java"));
  assert.throws(() => findJava({ JAVA_HOME: old }, root), {
    code: "PREREQUISITE_MISSING",
    remedy: `Java 17.0.15 is installed: export JAVA_HOME=${fitting}`,
  });
});

test("names the package where no installed Java fits", (t) => {
  const root = temporaryFolder(t);
  const newer = writeJavaHome(join(root, "temurin-25"), "25.0.1");
  assert.throws(() => findJava({ JAVA_HOME: newer }, root), {
    remedy: /apt-get install openjdk-17/,
  });
});

test("rejects a JAVA_HOME without Java, also when the PATH has one", (t) => {
  const root = temporaryFolder(t);
  const fitting = writeJavaHome(join(root, "java-17"), "17.0.15");
  assert.throws(() => findJava({ JAVA_HOME: join(root, "gone"), PATH: join(fitting, "bin") }), {
    code: "PREREQUISITE_MISSING",
    message: /no java in JAVA_HOME .*gone/,
  });
});

test("rejects a version that it cannot read", (t) => {
  const home = writeJavaHome(join(temporaryFolder(t), "java"), "unknown");
  assert.throws(() => findJava({ JAVA_HOME: home }), { code: "PREREQUISITE_MISSING" });
});

test("finds the home behind a link on the PATH", (t) => {
  const root = temporaryFolder(t);
  const home = writeJavaHome(join(root, "java-17"), "17.0.15");
  mkdirSync(join(root, "bin"));
  symlinkSync(join(home, "bin", "java"), join(root, "bin", "java"));
  assert.equal(findJava({ PATH: join(root, "bin") }).home, home);
});

test("rejects a machine without Java", (t) => {
  assert.throws(() => findJava({ PATH: temporaryFolder(t) }), {
    code: "PREREQUISITE_MISSING",
    message: /no java on the PATH/,
    details: { prerequisite: "java" },
  });
});
