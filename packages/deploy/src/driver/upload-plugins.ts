import { createHash } from "node:crypto";
import { WeirError } from "@weir/core";
import type { KubernetesObject } from "../kubernetes-api/kubernetes.ts";
import type { DriverContext } from "./deploy-step.ts";

interface Artifact {
  readonly type?: string;
  readonly url?: string;
  readonly sha512sum?: string;
}

/** A plugin file of the synthesis, and where the image build fetches it. */
export interface PluginUpload {
  readonly bucket: string;
  readonly key: string;
  readonly path: string;
  readonly sha512: string | undefined;
}

/**
 * Plugins of a KafkaConnect build that lie in a bucket and that the synthesis holds. Pure.
 * URL: `https://BUCKET.s3.REGION.amazonaws.com/KEY`, or the bucket as first part of the path.
 */
export function planPluginUploads(
  kafkaConnect: KubernetesObject,
  paths: readonly string[],
): PluginUpload[] {
  const spec = (kafkaConnect.spec ?? {}) as {
    build?: { plugins?: readonly { artifacts?: readonly Artifact[] }[] };
  };
  const artifacts = (spec.build?.plugins ?? []).flatMap((plugin) => plugin.artifacts ?? []);
  return artifacts.flatMap(({ url = "", sha512sum }) => {
    const found = /^https:\/\/([a-z0-9.-]+)\.s3\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/(.+)$/.exec(
      url,
    );
    const [, bucket = "", key = ""] = found ?? [];
    const name = key.split("/").at(-1);
    const path = paths.find((each) => each.split("/").at(-1) === name);
    return found === null || path === undefined ? [] : [{ bucket, key, path, sha512: sha512sum }];
  });
}

/** Puts plugins where the build fetches them; what is there with its size stays. */
export async function uploadPlugins(
  { aws, files, report }: Pick<DriverContext, "aws" | "files" | "report">,
  uploads: readonly PluginUpload[],
): Promise<number> {
  let uploaded = 0;
  for (const { bucket, key, path, sha512 } of uploads) {
    const content = files.content(path) ?? "";
    const bytes = Buffer.from(content);
    const actual = createHash("sha512").update(bytes).digest("hex");
    if (sha512 !== undefined && sha512 !== actual) {
      throw new WeirError("INTERNAL", `${path} has sha512 ${actual}, its manifest says ${sha512}`);
    }
    if ((await aws.s3.headObject(bucket, key)) === bytes.length) continue;
    await aws.s3.putObject(bucket, key, bytes);
    report(`plugin s3://${bucket}/${key} uploaded`);
    uploaded++;
  }
  return uploaded;
}
