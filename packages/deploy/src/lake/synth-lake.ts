import type { AwsPlatform } from "../aws-platform.ts";
import type { SynthFile } from "../synth-file.ts";
import type { SynthInputs } from "../synth-inputs.ts";
import { planGlueJobFile } from "./lake-job.ts";
import { type LakeFiles, planLakeFiles, planLakeJobArguments } from "./plan-lake-files.ts";

/**
 * The folder `lake/` of a synthesis: job file, script, wheel, the list of jars, and the job's
 * default arguments. `jars.txt` has one object per line, so that a shell can fetch, check and put.
 */
export async function synthLake(platform: AwsPlatform, inputs: SynthInputs): Promise<SynthFile[]> {
  const files = planLakeFiles(platform, inputs);
  return [
    { path: "lake/job.json", content: json(planGlueJobFile(platform)) },
    { path: "lake/job-arguments.json", content: json(planLakeJobArguments(platform, inputs)) },
    { path: "lake/jars.txt", content: renderJars(files) },
    { path: `lake/${files.script.name}`, content: files.script.content },
    { path: `lake/${files.wheel.name}`, content: files.wheel.content },
  ];
}

/** Columns: Maven coordinates, URL, sha256, sha512, S3 key. */
function renderJars({ jars }: LakeFiles): string {
  const lines = jars.map(({ source, key }) =>
    [source.coordinates, source.url, source.sha256, source.sha512, key].join(" "),
  );
  return `${["# coordinates url sha256 sha512 s3-key", ...lines].join("\n")}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
