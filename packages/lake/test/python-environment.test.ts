import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { hasErrorCode } from "@weir/core";
import { findPython } from "../src/find-python.ts";
import { findLakehouseDirectory } from "../src/lakehouse-directory.ts";
import { parseRequirements, preparePythonEnvironment } from "../src/python-environment.ts";

/** A folder with one `python3` that behaves as `script` says. */
async function pathWith(script: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "weir-python-"));
  await writeFile(join(directory, "python3"), `#!/bin/sh\n${script}\n`);
  await chmod(join(directory, "python3"), 0o755);
  return directory;
}

test("reads the pins of the lakehouse", async () => {
  const text = await readFile(join(findLakehouseDirectory(), "pyproject.toml"), "utf8");
  const plain = parseRequirements(text, false);
  assert.ok(plain.includes("pyspark==4.1.1"));
  assert.ok(plain.every((requirement) => /^[a-z0-9-]+==[\d.]+$/.test(requirement)));
  assert.ok(parseRequirements(text, true).some((requirement) => requirement.startsWith("pytest")));
  assert.ok(!plain.some((requirement) => requirement.startsWith("pytest")));
});

test("fails with what it found where no Python will do", async () => {
  const old = await pathWith("echo '[3, 9, []]'");
  const half = await pathWith(`echo '[3, 12, ["ensurepip"]]'`);
  const broken = await pathWith("exit 127");
  await assert.rejects(
    findPython({ PATH: [old, half, broken].join(":") }),
    (error: Error & { remedy?: string }) => {
      assert.ok(hasErrorCode(error, "PREREQUISITE_MISSING"));
      assert.match(error.message, /is 3\.9; .* lacks ensurepip/);
      assert.match(error.remedy ?? "", /python3-venv/);
      return true;
    },
  );
  await assert.rejects(findPython({ PATH: "" }), /none is on the PATH/);
});

test("takes the first Python that can make an environment", async () => {
  const half = await pathWith(`echo '[3, 12, ["ensurepip"]]'`);
  const good = await pathWith("echo '[3, 13, []]'");
  const found = await findPython({ PATH: `${half}:${good}` });
  assert.deepEqual(found, { path: join(good, "python3"), version: "3.13" });
});

/** A Python whose venv holds a pip of three lines, so that no network is needed. */
const fakePython = (pip: string) => `
case "$1" in
  -c) echo '[3, 13, []]' ;;
  -m) mkdir -p "$3/bin"; printf '#!/bin/sh\\n${pip}\\n' > "$3/bin/python"; chmod +x "$3/bin/python" ;;
esac`;

async function lakehouse(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "weir-lakehouse-"));
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "pyproject.toml"), 'dependencies = [\n  "a==1",\n]\n');
  return directory;
}

test("makes an environment once, with progress, and finds it afterwards", async () => {
  const PATH = `${await pathWith(fakePython("echo Collecting a==1"))}:${process.env.PATH}`;
  const lines: string[] = [];
  const options = {
    cacheDirectory: await mkdtemp(join(tmpdir(), "weir-cache-")),
    lakehouseDirectory: await lakehouse(),
    environment: { PATH },
    onProgress: (line: string) => lines.push(line),
  };
  const [first, second] = await Promise.all([
    preparePythonEnvironment(options),
    preparePythonEnvironment(options),
  ]);
  assert.deepEqual(first, second);
  assert.deepEqual(lines, ["making a Python 3.13 environment", "Collecting a==1"]);
  await stat(join(first.directory, ".complete"));
});

test("makes an interrupted environment again", async () => {
  const bad = await pathWith(fakePython("echo no network; exit 1"));
  const good = await pathWith(fakePython("exit 0"));
  const options = {
    cacheDirectory: await mkdtemp(join(tmpdir(), "weir-cache-")),
    lakehouseDirectory: await lakehouse(),
  };
  await assert.rejects(
    preparePythonEnvironment({ ...options, environment: { PATH: `${bad}:${process.env.PATH}` } }),
    (error: Error) => hasErrorCode(error, "DOWNLOAD_FAILED") && /no network/.test(error.message),
  );
  await preparePythonEnvironment({
    ...options,
    environment: { PATH: `${good}:${process.env.PATH}` },
  });
});
