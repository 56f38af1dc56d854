import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { makeFolder, runWeir, smallSpec } from "./run-weir.ts";

/** A folder that looks like a Java of this version; its java runs nothing. */
function makeJavaHome(folder: string, version: string): string {
  const home = path.join(folder, `java-${version}`);
  mkdirSync(path.join(home, "bin"), { recursive: true });
  writeFileSync(path.join(home, "release"), `JAVA_VERSION="${version}"\n`);
  for (const name of ["java", "javac"]) {
    writeFileSync(path.join(home, "bin", name), "#!/bin/sh\nexit 1\n");
    chmodSync(path.join(home, "bin", name), 0o755);
  }
  return home;
}

/** A PATH with these programs of the machine only. */
function makePath(folder: string, programs: readonly string[]): string {
  const bin = path.join(folder, "bin");
  mkdirSync(bin);
  for (const name of programs) {
    const file = ["/usr/bin", "/bin"].map((place) => path.join(place, name)).find(existsSync);
    if (file !== undefined) symlinkSync(file, path.join(bin, name));
  }
  return bin;
}

const shellPrograms = ["sh", "dirname", "readlink", "setpriv"];

for (const [what, version, reason] of [
  ["newer", "25.0.1", /Spark refuses newer/],
  ["older", "11.0.2", /Kafka refuses older/],
  ["older", "1.8.0_292", /Kafka refuses older/],
] as const) {
  test(`up refuses Java ${version}, ${what} than what it needs, and leaves nothing behind`, (t) => {
    const cwd = makeFolder(t, smallSpec);
    const env = {
      JAVA_HOME: makeJavaHome(cwd, version),
      WEIR_STATE_DIR: path.join(cwd, "state"),
      WEIR_CACHE_DIR: path.join(cwd, "cache"),
    };
    const { exitCode, stderr, stdout } = runWeir(["up"], { cwd, env });
    assert.equal(exitCode, 1, stderr);
    assert.match(stderr, /^error\[PREREQUISITE_MISSING\]: java .*\nremedy: .+/);
    assert.match(stderr, reason);
    assert.equal(stdout, "");
    assert.ok(!existsSync(env.WEIR_STATE_DIR));
    assert.ok(!existsSync(env.WEIR_CACHE_DIR));
  });
}

test("up without a Java says which one it needs", (t) => {
  const cwd = makeFolder(t, smallSpec);
  const env = { JAVA_HOME: path.join(cwd, "nothing"), WEIR_CACHE_DIR: path.join(cwd, "cache") };
  const { exitCode, stderr } = runWeir(["up", "-o", "json"], { cwd, env });
  assert.equal(exitCode, 1);
  const { error } = JSON.parse(stderr);
  assert.equal(error.code, "PREREQUISITE_MISSING");
  assert.equal(error.details.prerequisite, "java");
  assert.match(error.message, /Java 17 to 21/);
  assert.ok(!existsSync(path.join(cwd, ".weir")));
});

test("up without a setpriv on the PATH says where it comes from", (t) => {
  const cwd = makeFolder(t, smallSpec);
  const bin = makePath(cwd, ["sh", "dirname", "readlink"]);
  const { exitCode, stderr } = runWeir(["up"], { cwd, env: { PATH: bin } });
  assert.equal(exitCode, 1, stderr);
  assert.match(stderr, /setpriv.*\nremedy: .*util-linux/);
});

test("up with a file in the place of its state folder says so before anything is fetched", (t) => {
  const cwd = makeFolder(t, smallSpec);
  writeFileSync(path.join(cwd, ".weir"), "");
  const env = { WEIR_CACHE_DIR: path.join(cwd, "cache") };
  const { exitCode, stderr } = runWeir(["up"], { cwd, env });
  assert.equal(exitCode, 1);
  assert.match(stderr, /^error\[STATE_NOT_WRITABLE\]: .+\nremedy: .+/);
  assert.ok(!existsSync(env.WEIR_CACHE_DIR));
});

test("doctor exits with 3 where something is missing, and names every such thing", (t) => {
  const cwd = makeFolder(t, smallSpec);
  const env = {
    PATH: makePath(cwd, shellPrograms),
    JAVA_HOME: makeJavaHome(cwd, "25.0.1"),
    WEIR_CACHE_DIR: path.join(cwd, "cache"),
  };
  const { exitCode, stdout, stderr } = runWeir(["doctor", "-o", "json"], { cwd, env });
  assert.equal(exitCode, 3, stderr);
  const checks: { name: string; ok: boolean; remedy: string | null }[] = JSON.parse(stdout);
  const wrong = checks.filter(({ ok }) => !ok).map(({ name }) => name);
  for (const name of ["java", "maven", "python", "mysql"]) assert.ok(wrong.includes(name), name);
  for (const name of ["setpriv", "spec", "node"]) assert.ok(!wrong.includes(name), name);
  assert.ok(checks.every(({ ok, remedy }) => ok || remedy));
  assert.ok(!existsSync(env.WEIR_CACHE_DIR));
});

test("doctor says no where the state folder is a file, and where the spec is bad", (t) => {
  const cwd = makeFolder(t, "name: 7\n");
  writeFileSync(path.join(cwd, ".weir"), "");
  const { exitCode, stdout } = runWeir(["doctor", "-o", "json"], { cwd });
  assert.equal(exitCode, 3);
  const checks: { name: string; ok: boolean }[] = JSON.parse(stdout);
  for (const name of ["state folder", "spec"]) {
    assert.equal(checks.find((check) => check.name === name)?.ok, false, name);
  }
  assert.deepEqual(readdirSync(cwd).sort(), [".weir", "weir.config.yaml"]);
});
