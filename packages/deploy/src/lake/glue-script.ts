import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WeirError } from "@weir/core";

/** The job's script in the bucket; everything else is in the wheel. */
export const glueScriptName = "weir_glue_job.py";

export function readGlueScript(lakehouseDirectory: string): string {
  const path = join(lakehouseDirectory, "weir_lakehouse", "glue_script.py");
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new WeirError("PREREQUISITE_MISSING", `the Glue job's script ${path} cannot be read`, {
      remedy: "install Weir again, or work in a whole clone",
      cause,
    });
  }
}
