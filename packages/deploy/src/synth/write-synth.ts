import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { WeirError } from "@weir/core";
import type { SynthFile } from "../synth-file.ts";
import { manifestName, readManifest } from "./manifest.ts";

/** What writing changed in the folder. */
export interface WrittenSynth {
  readonly directory: string;
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Files of the synthesis before that this one does not have. */
  readonly removed: readonly string[];
}

/**
 * Brings a folder to exactly these files; foreign files in it stay.
 *
 * @throws WeirError SYNTH_FOLDER_FOREIGN where the folder has files and no manifest of a synthesis
 */
export async function writeSynth(
  files: readonly SynthFile[],
  directory: string,
): Promise<WrittenSynth> {
  const before = await readBefore(directory);
  const names = new Set(files.map((file) => file.path));
  const written: string[] = [];
  const unchanged: string[] = [];
  for (const { path: name, content } of files) {
    const file = path.join(directory, name);
    const bytes = Buffer.from(content);
    if (existsSync(file) && bytes.equals(await readFile(file))) {
      unchanged.push(name);
      continue;
    }
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
    written.push(name);
  }
  const removed = before.filter((name) => !names.has(name));
  for (const name of removed) await rm(path.join(directory, name), { force: true });
  return { directory, written, unchanged, removed };
}

/** The files of the synthesis before, none where the folder is new or empty. */
async function readBefore(directory: string): Promise<string[]> {
  if (!existsSync(directory)) return [];
  const manifest = path.join(directory, manifestName);
  if (existsSync(manifest)) {
    // A list that was tampered with must not lead out of the folder.
    return readManifest(await readFile(manifest, "utf8")).filter(
      (name) => !path.relative(directory, path.join(directory, name)).startsWith(".."),
    );
  }
  const entries = await readdir(directory);
  if (entries.length === 0) return [];
  throw new WeirError(
    "SYNTH_FOLDER_FOREIGN",
    `the folder ${directory} has files (${entries.slice(0, 3).join(", ")}) that no weir synth wrote`,
    { remedy: "choose an empty or new folder with --out DIR", details: { directory, entries } },
  );
}
