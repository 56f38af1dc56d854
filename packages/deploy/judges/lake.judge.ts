/** pip, Python and Maven Central on the files of the Glue job. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type LakeFiles, planLakeFiles } from "../src/lake/plan-lake-files.ts";
import { inputs, platformOf } from "../test/lake/lake-sample.ts";
import { fetchJar } from "./tools/lake-jar.ts";
import { type Python, preparePython } from "./tools/python.ts";

describe("files of the Glue job", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-lake-judge-"));
  let python: Python;
  let files: LakeFiles;

  before(async () => {
    files = planLakeFiles(platformOf(), inputs);
    python = await preparePython(folder);
    process.stderr.write(`python ${python.version}\n`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const install = async (name: string, content: Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    // As the job's arguments have Glue do it, without an index.
    const options = ["--no-index", "--force-reinstall", "--disable-pip-version-check"];
    return await python.run(["-m", "pip", "install", ...options, path]);
  };

  it("are a wheel that pip installs without an index, and Python imports", async () => {
    const installed = await install(files.wheel.name, files.wheel.content);
    assert.ok(installed.ok, installed.output);
    const checked = await python.run(["-m", "pip", "check"]);
    assert.ok(checked.ok, checked.output);
    const modules = "errors, events, job_spec, lake_files, lake_paths";
    const program = `from weir_lakehouse import ${modules}; print(errors.__file__)`;
    const imported = await python.run(["-I", "-c", program]);
    assert.ok(imported.ok, imported.output);
    assert.match(imported.output, /site-packages/);
    const files_ = await python.run(["-m", "pip", "show", "-f", "weir-lakehouse"]);
    assert.match(files_.output, /weir_lakehouse\/glue_job\.py/);
  });

  it("are a wheel that pip refuses once it is damaged", async () => {
    const damaged = files.wheel.content.slice(0, files.wheel.content.length - 40);
    const installed = await install(files.wheel.name, damaged);
    assert.ok(!installed.ok);
  });

  it("are a script that Python compiles", async () => {
    const path = join(folder, files.script.name);
    writeFileSync(path, files.script.content);
    const compiled = await python.run(["-m", "py_compile", path]);
    assert.ok(compiled.ok, compiled.output);
  });

  it("name jars that Maven Central has, with these sums", async () => {
    for (const { source } of files.jars) {
      const content = await fetchJar(source);
      assert.equal(createHash("sha256").update(content).digest("hex"), source.sha256);
      assert.equal(createHash("sha512").update(content).digest("hex"), source.sha512);
    }
  });
});
