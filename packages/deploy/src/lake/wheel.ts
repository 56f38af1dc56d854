import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { WeirError } from "@weir/core";
import { zipSync } from "fflate";

export interface Wheel {
  /** `weir_lakehouse-0.1.0-py3-none-any.whl`; pip refuses a file that is named otherwise. */
  readonly name: string;
  readonly content: Uint8Array;
}

const packageName = "weir_lakehouse";

/**
 * The Python package as a wheel: same sources, same bytes, on every machine. It names no
 * requirement: what the job imports beside it (boto3, pyspark, delta) is the runtime's.
 *
 * https://packaging.python.org/en/latest/specifications/binary-distribution-format/
 *
 * @throws WeirError PREREQUISITE_MISSING where the folder is not the Python project
 */
export function renderWheel(lakehouseDirectory: string): Wheel {
  const { version, summary, license, sources } = readProject(lakehouseDirectory);
  const info = `${packageName}-${version}.dist-info`;
  const files: [string, Uint8Array][] = [
    ...sources,
    [
      `${info}/METADATA`,
      text([
        "Metadata-Version: 2.1",
        "Name: weir-lakehouse",
        `Version: ${version}`,
        `Summary: ${summary}`,
        `License: ${license}`,
        "Requires-Python: >=3.11",
      ]),
    ],
    [
      `${info}/WHEEL`,
      text(["Wheel-Version: 1.0", "Generator: weir", "Root-Is-Purelib: true", "Tag: py3-none-any"]),
    ],
  ];
  const record = files.map(([path, content]) => `${path},${digest(content)},${content.length}`);
  files.push([`${info}/RECORD`, text([...record, `${info}/RECORD,,`])]);
  // ZIP knows no zone: fflate writes the local parts of the date, so these are given.
  const modified = new Date(1980, 0, 1, 0, 0, 0);
  return {
    name: `${packageName}-${version}-py3-none-any.whl`,
    // Stored, not compressed: another zlib must not make another file.
    content: zipSync(Object.fromEntries(files), { level: 0, mtime: modified, os: 3 }),
  };
}

function readProject(directory: string) {
  try {
    const project = readFileSync(join(directory, "pyproject.toml"), "utf8");
    const field = (name: string) =>
      new RegExp(`^${name} = "([^"]+)"$`, "m").exec(project)?.[1] ?? missing(name);
    const sources = readdirSync(join(directory, packageName))
      .filter((name) => name.endsWith(".py"))
      .sort()
      .map((name): [string, Uint8Array] => [
        `${packageName}/${name}`,
        new Uint8Array(readFileSync(join(directory, packageName, name))),
      ]);
    return {
      version: field("version"),
      summary: field("description"),
      license: field("license"),
      sources,
    };
  } catch (cause) {
    throw new WeirError("PREREQUISITE_MISSING", `${directory} is not Weir's Python project`, {
      remedy: "install Weir again, or work in a whole clone",
      cause,
    });
  }
}

function missing(name: string): never {
  throw new Error(`pyproject.toml has no ${name}`);
}

function text(lines: string[]): Uint8Array {
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

/** As RECORD wants it: URL-safe base64 without padding. */
function digest(content: Uint8Array): string {
  return `sha256=${createHash("sha256").update(content).digest("base64url")}`;
}
