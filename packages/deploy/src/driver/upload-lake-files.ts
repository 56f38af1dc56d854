import { lakeJobKey, lakePrefixes } from "../lake/lake-prefixes.ts";
import type { DriverContext } from "./deploy-step.ts";
import { fillKnown } from "./manifests.ts";

/** A file of the Spark job and its key in the bucket. */
export interface LakeUpload {
  readonly key: string;
  readonly name: string;
  readonly content: () => Promise<string | Uint8Array>;
  /** The same key always holds the same bytes. */
  readonly immutable: boolean;
}

/**
 * What the Glue job reads: script and wheel as `lake/job-arguments.json` and the template name them
 * (a key names its content), jars, and the job file.
 */
export function planLakeUploads(
  { files, downloadJar, platform }: Pick<DriverContext, "files" | "downloadJar" | "platform">,
  values: Readonly<Record<string, string | undefined>>,
): LakeUpload[] {
  const uploads: LakeUpload[] = files.lakeJars.map((jar) => ({
    key: jar.key,
    name: jar.coordinates,
    content: () => downloadJar(jar),
    immutable: true,
  }));
  const named = `${text(files.content("lake/job-arguments.json"))}\n${files.template("lake")}`;
  for (const path of files.under("lake")) {
    const name = path.slice("lake/".length);
    const content = files.content(path) ?? "";
    if (name === "job.json") {
      const filled = fillKnown({ platform }, path, text(content), values);
      uploads.push({ key: lakeJobKey, name, content: async () => filled, immutable: false });
      continue;
    }
    const key = keyOf(named, name);
    if (key !== undefined)
      uploads.push({ key, name, content: async () => content, immutable: true });
  }
  return uploads;
}

/** `lake-job/<hash>/<name>` as it stands in arguments and template. */
function keyOf(named: string, name: string): string | undefined {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`${lakePrefixes.job}[0-9a-f]+/${escaped}(?![\\w.])`).exec(named)?.[0];
}

function text(content: string | Uint8Array | undefined): string {
  if (content === undefined) return "";
  return typeof content === "string" ? content : Buffer.from(content).toString("utf8");
}

/** Puts what is not there yet. @returns keys that were put */
export async function uploadLakeFiles(
  { aws, report }: Pick<DriverContext, "aws" | "report">,
  bucket: string,
  uploads: readonly LakeUpload[],
): Promise<string[]> {
  const put: string[] = [];
  for (const { key, name, content, immutable } of uploads) {
    if (immutable && (await aws.s3.headObject(bucket, key)) !== undefined) continue;
    const bytes = Buffer.from(await content());
    if (!immutable && (await aws.s3.getObject(bucket, key))?.equals(bytes)) continue;
    report(`${name} to s3://${bucket}/${key}`);
    await aws.s3.putObject(bucket, key, bytes);
    put.push(key);
  }
  return put;
}
