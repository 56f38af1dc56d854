import { createHash } from "node:crypto";
import type { SynthFile } from "../synth-file.ts";

/** Name of the list of all files, in the form of `sha256sum`. */
export const manifestName = "MANIFEST.sha256";

export function renderManifest(files: readonly SynthFile[]): string {
  return files
    .map(({ path, content }) => `${createHash("sha256").update(content).digest("hex")}  ${path}\n`)
    .join("");
}

/** The paths that a manifest lists; a line of another form lists nothing. */
export function readManifest(text: string): string[] {
  return text.split("\n").flatMap((line) => /^[0-9a-f]{64} {2}(.+)$/.exec(line)?.[1] ?? []);
}
