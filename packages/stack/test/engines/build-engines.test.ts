import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { buildEngines } from "../../src/engines/build-engines.ts";
import type { ProgressEvent } from "../../src/progress.ts";
import { eventually, temporaryFolder, writeJavaHome, writeProgram } from "../fixtures.ts";

const succeed = `
for arg in "$@"; do case "$arg" in -Dengines.dir=*) dir="\${arg#*=}";; esac; done
echo "[INFO] Building weir-engines 1.0 [1/2]"
mkdir -p "$dir/kafka" "$dir/plugins" "$dir/agents" "$dir/spark"
touch "$dir/agents/jmx_prometheus_javaagent-1.5.0.jar"`;

/** Sources, a JDK and a `mvn` that writes its calls and then runs `script`. */
function setUp(t: TestContext, script: string | undefined = succeed) {
  const root = temporaryFolder(t);
  const source = join(root, "source");
  for (const folder of ["connect-plugin/src/main", "engines/kafka"]) {
    mkdirSync(join(source, folder), { recursive: true });
  }
  writeFileSync(join(source, "pom.xml"), "<project/>");
  writeFileSync(join(source, "engines/kafka/pom.xml"), "<project>kafka</project>");
  const home = writeJavaHome(join(root, "java"), "17.0.15");
  writeProgram(join(home, "bin", "javac"), "exit 0");
  const calls = join(root, "calls");
  writeFileSync(calls, "");
  writeProgram(join(root, "bin", "mvn"), `echo "$JAVA_HOME" >> '${calls}'\n${script}`);
  const events: ProgressEvent[] = [];
  const cache = join(root, "cache");
  return {
    source,
    home,
    cache,
    events,
    mvn: join(root, "bin", "mvn"),
    calls: () => readFileSync(calls, "utf8").split("\n").filter(Boolean),
    cached: () => (existsSync(join(cache, "engines")) ? readdirSync(join(cache, "engines")) : []),
    build: (signal?: AbortSignal) =>
      buildEngines({
        sourceDirectory: source,
        cacheDirectory: cache,
        java: { home, version: "17.0.15", major: 17 },
        env: { PATH: join(root, "bin") },
        report: (event) => events.push(event),
        signal,
      }),
  };
}

test("builds once and answers from the cache after that", async (t) => {
  const engine = setUp(t);
  const built = await engine.build();
  assert.equal(built.root, join(engine.cache, "engines", built.hash));
  assert.equal(built.metricsAgent, join(built.root, "agents/jmx_prometheus_javaagent-1.5.0.jar"));
  assert.ok(existsSync(built.kafka) && existsSync(built.plugins) && existsSync(built.spark));
  assert.deepEqual(await engine.build(), built);
  assert.deepEqual(engine.calls(), [engine.home]);
  assert.deepEqual(engine.cached(), [built.hash]);
});

test("needs neither mvn nor javac for what the cache holds", async (t) => {
  const engine = setUp(t);
  const built = await engine.build();
  rmSync(engine.mvn);
  rmSync(join(engine.home, "bin", "javac"));
  assert.deepEqual(await engine.build(), built);
});

test("reports the module that is built and how far it is", async (t) => {
  const engine = setUp(t);
  await engine.build();
  assert.deepEqual(
    engine.events.map(({ state }) => state),
    ["started", "running", "done"],
  );
  assert.equal(engine.events[1]?.detail, "weir-engines");
  assert.equal(engine.events[1]?.fraction, 0.5);
});

test("builds anew when a pom or a source of the plugin changes, not for build output", async (t) => {
  const engine = setUp(t);
  const { hash } = await engine.build();
  mkdirSync(join(engine.source, "engines/kafka/target"));
  writeFileSync(join(engine.source, "engines/kafka/target/x.jar"), "built");
  assert.equal((await engine.build()).hash, hash);
  writeFileSync(join(engine.source, "engines/kafka/pom.xml"), "<project>kafka 2</project>");
  const second = (await engine.build()).hash;
  writeFileSync(join(engine.source, "connect-plugin/src/main/A.java"), "class A {}");
  const third = (await engine.build()).hash;
  assert.equal(new Set([hash, second, third]).size, 3);
  assert.equal(engine.calls().length, 3);
});

test("fails with the tail of Maven's output and leaves nothing in the cache", async (t) => {
  const engine = setUp(t, 'echo "[ERROR] cannot reach repo.maven.apache.org"; exit 1');
  await assert.rejects(engine.build(), {
    code: "PROCESS_FAILED",
    message: /ended with 1:\n\[ERROR\] cannot reach repo\.maven\.apache\.org/,
    remedy: /Maven reaches its repository/,
  });
  assert.deepEqual(engine.cached(), []);
});

test("fails without mvn and without a compiler, naming what to install", async (t) => {
  const withoutMaven = setUp(t);
  rmSync(withoutMaven.mvn);
  await assert.rejects(withoutMaven.build(), {
    code: "PREREQUISITE_MISSING",
    message: /no mvn on the PATH/,
    details: { prerequisite: "maven" },
  });
  const withoutCompiler = setUp(t);
  rmSync(join(withoutCompiler.home, "bin", "javac"));
  await assert.rejects(withoutCompiler.build(), {
    code: "PREREQUISITE_MISSING",
    remedy: /openjdk-17-jdk-headless/,
    details: { prerequisite: "jdk" },
  });
  assert.deepEqual([...withoutMaven.cached(), ...withoutCompiler.cached()], []);
});

test("leaves one result of two builds side by side", async (t) => {
  const engine = setUp(t, `sleep 0.2\n${succeed}`);
  const [one, other] = await Promise.all([engine.build(), engine.build()]);
  assert.deepEqual(one, other);
  assert.equal(engine.calls().length, 2);
  assert.deepEqual(engine.cached(), [one.hash]);
});

test("leaves nothing when it is interrupted, also where mvn is not the last process", async (t) => {
  const engine = setUp(t, "sleep 60\necho never");
  const abort = new AbortController();
  const building = engine.build(abort.signal);
  const refused = assert.rejects(building, { code: "INTERRUPTED" });
  await eventually("mvn to run", () => engine.calls().length === 1);
  abort.abort();
  await refused;
  assert.deepEqual(engine.cached(), []);
});
