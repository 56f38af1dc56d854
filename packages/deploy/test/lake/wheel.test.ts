import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { hasErrorCode } from "@weir/core";
import { unzipSync } from "fflate";
import { renderWheel } from "../../src/lake/wheel.ts";
import { lakehouseDirectory } from "./lake-sample.ts";

const scratch = mkdtempSync(join(tmpdir(), "weir-wheel-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

test("holds every module and a RECORD that is true of them", () => {
  const { name, content } = renderWheel(lakehouseDirectory);
  assert.match(name, /^weir_lakehouse-\d+\.\d+\.\d+-py3-none-any\.whl$/);
  const files = unzipSync(content);
  const info = name.replace("-py3-none-any.whl", ".dist-info");
  const record = Buffer.from(files[`${info}/RECORD`] as Uint8Array).toString("utf8");
  const listed = record.trim().split("\n");
  assert.deepEqual(
    listed.map((line) => line.split(",")[0]),
    Object.keys(files),
  );
  assert.ok(listed.some((line) => line.startsWith("weir_lakehouse/glue_job.py,")));
  for (const line of listed.slice(0, -1)) {
    const [path = "", hash, size] = line.split(",");
    const bytes = files[path] as Uint8Array;
    const expected = createHash("sha256").update(bytes).digest("base64url");
    assert.deepEqual([hash, size], [`sha256=${expected}`, String(bytes.length)]);
  }
  assert.doesNotMatch(record, /\.pyc|__pycache__|tests/);
});

test("is the same bytes in another folder, at another time, in another zone", () => {
  const copy = join(scratch, "copy");
  cpSync(lakehouseDirectory, copy, { recursive: true });
  utimesSync(join(copy, "weir_lakehouse", "run.py"), 1, 1);
  const zone = process.env.TZ;
  try {
    const here = Buffer.from(renderWheel(lakehouseDirectory).content);
    process.env.TZ = "Asia/Tokyo";
    assert.ok(here.equals(renderWheel(copy).content));
    writeFileSync(join(copy, "weir_lakehouse", "run.py"), "# another\n");
    assert.ok(!here.equals(renderWheel(copy).content));
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test("rejects a folder that is not the Python project", () => {
  assert.throws(
    () => renderWheel(scratch),
    (error) => hasErrorCode(error, "PREREQUISITE_MISSING"),
  );
});
