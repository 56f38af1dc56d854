import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { WeirError } from "@weir/core";
import type { LakeJarFile } from "./deploy-files.ts";

const deadlineMs = 5 * 60_000;

/**
 * The content of a jar: from the cache, else from its URL. Only what has the pinned sha256 is given
 * out or kept.
 *
 * @throws WeirError DOWNLOAD_FAILED
 */
export async function downloadJar(
  jar: LakeJarFile,
  { cacheDirectory, signal }: { readonly cacheDirectory: string; readonly signal?: AbortSignal },
): Promise<Uint8Array> {
  const file = path.join(cacheDirectory, "jars", jar.sha256, path.basename(jar.key));
  const cached = await readFile(file).catch(() => undefined);
  if (cached !== undefined && sha256Of(cached) === jar.sha256) return cached;
  const content = await fetchContent(jar, signal);
  const sha256 = sha256Of(content);
  if (sha256 !== jar.sha256) {
    throw failed(jar, `its sha256 is ${sha256}, expected ${jar.sha256}`);
  }
  await mkdir(path.dirname(file), { recursive: true });
  // Renamed into place: an interrupted write leaves no half file under the name.
  const work = `${file}.${randomUUID()}`;
  await writeFile(work, content);
  await rename(work, file);
  return content;
}

async function fetchContent(jar: LakeJarFile, signal?: AbortSignal): Promise<Uint8Array> {
  const deadline = AbortSignal.timeout(deadlineMs);
  const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  let response: Response;
  try {
    response = await fetch(jar.url, { signal: either });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    if (signal?.aborted) throw new WeirError("INTERRUPTED", "the download was interrupted");
    throw failed(jar, "its server does not answer", cause);
  }
  throw failed(jar, `its server answers HTTP ${response.status}`);
}

function sha256Of(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function failed({ coordinates, url }: LakeJarFile, why: string, cause?: unknown): WeirError {
  return new WeirError("DOWNLOAD_FAILED", `${coordinates} cannot be had from ${url}: ${why}`, {
    remedy:
      "check that this machine reaches Maven Central (HTTPS_PROXY is honoured), then try again",
    cause,
  });
}
