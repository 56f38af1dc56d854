import { createHash } from "node:crypto";
import type { AwsPlatform } from "../aws-platform.ts";
import { placeholder } from "../outputs.ts";
import type { SynthInputs } from "../synth-inputs.ts";
import { glueScriptName, readGlueScript } from "./glue-script.ts";
import { planJobArguments } from "./job-arguments.ts";
import { type LakeJar, lakeJars } from "./lake-jars.ts";
import { lakePrefixes } from "./lake-prefixes.ts";
import { renderWheel } from "./wheel.ts";

/** A file of the Spark job in the bucket. Its key names its content: an object never changes. */
export interface LakeFile {
  readonly role: "script" | "wheel" | "jar";
  readonly name: string;
  /** S3 key, such as `lake-job/<hash>/weir_glue_job.py`. */
  readonly key: string;
  /** Lower case hexadecimal. */
  readonly sha256: string;
}

export interface LakeFiles {
  readonly script: LakeFile & { readonly content: string };
  readonly wheel: LakeFile & { readonly content: Uint8Array };
  /** Their content lies on Maven Central: `source` says where. */
  readonly jars: readonly (LakeFile & { readonly source: LakeJar })[];
}

/**
 * Script, wheel and jars with their keys. Synchronous: reads the 40 small files of the Python
 * package, some milliseconds, no network.
 */
export function planLakeFiles(_platform: AwsPlatform, inputs: SynthInputs): LakeFiles {
  const wheel = renderWheel(inputs.lakehouseDirectory);
  const script = readGlueScript(inputs.lakehouseDirectory);
  return {
    script: { ...place("script", glueScriptName, sha256Hex(script)), content: script },
    wheel: { ...place("wheel", wheel.name, sha256Hex(wheel.content)), content: wheel.content },
    jars: lakeJars.map((source) => ({ ...place("jar", source.file, source.sha256), source })),
  };
}

/**
 * DefaultArguments of the Glue job. Synchronous, as cheap as `planLakeFiles`. The job's command is
 * `glueetl`, Python version 3, its ScriptLocation `s3://<bucket>/` and the script's key.
 *
 * @param bucket name of the bucket, a CDK token in the stack. @default "${WEIR_BUCKET}"
 */
export function planLakeJobArguments(
  platform: AwsPlatform,
  inputs: SynthInputs,
  bucket: string = placeholder("WEIR_BUCKET"),
): Record<string, string> {
  return planJobArguments(platform, planLakeFiles(platform, inputs), bucket);
}

function place(role: LakeFile["role"], name: string, sha256: string): LakeFile {
  // The file name stays whole: pip and Spark read it.
  return { role, name, key: `${lakePrefixes.job}${sha256.slice(0, 32)}/${name}`, sha256 };
}

function sha256Hex(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
