import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PythonEnvironment } from "../src/python-environment.ts";

/** A `weir_lakehouse` of a few lines for the system's Python: what the real one does at its edges. */
export async function fakeLakehouse(body: string): Promise<PythonEnvironment> {
  const directory = await mkdtemp(join(tmpdir(), "weir-fake-lakehouse-"));
  await mkdir(join(directory, "weir_lakehouse"));
  await writeFile(join(directory, "weir_lakehouse", "__init__.py"), "");
  await writeFile(
    join(directory, "weir_lakehouse", "__main__.py"),
    `import json, os, subprocess, sys, time\n${body}\n`,
  );
  return { python: "python3", directory, lakehouseDirectory: directory };
}
