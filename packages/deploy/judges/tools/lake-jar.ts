import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { cacheDirectory, WeirError } from "@weir/core";
import type { LakeJar } from "../../src/lake/lake-jars.ts";

const deadlineMs = 300_000;

/**
 * A jar from its address, or from the cache, where it lies as it came: its sums are the caller's to
 * compare.
 *
 * @throws WeirError DOWNLOAD_FAILED
 */
export async function fetchJar({ url, file }: LakeJar): Promise<Uint8Array> {
  const folder = join(cacheDirectory(process.env, homedir()), "judges", "lake-jars");
  const path = join(folder, file);
  const cached = await readFile(path).catch(() => undefined);
  if (cached !== undefined) return cached;
  process.stderr.write(`fetching ${url}\n`);
  const content = await fetch(url, { signal: AbortSignal.timeout(deadlineMs) })
    .then(async (response) => {
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    })
    .catch((cause: unknown) => {
      throw new WeirError("DOWNLOAD_FAILED", `${url} did not arrive: ${cause}`, {
        remedy: "check that Maven Central can be reached; behind a proxy set HTTPS_PROXY",
        cause,
      });
    });
  await mkdir(folder, { recursive: true });
  // Whole or not at all.
  await writeFile(`${path}.${process.pid}`, content);
  await rename(`${path}.${process.pid}`, path);
  return content;
}
