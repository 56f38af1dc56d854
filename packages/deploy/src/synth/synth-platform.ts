import type { AwsPlatform } from "../aws-platform.ts";
import type { SynthFile } from "../synth-file.ts";
import type { SynthInputs } from "../synth-inputs.ts";
import { renderManifest } from "./manifest.ts";
import { renderOutputsScript } from "./outputs-script.ts";

/**
 * Everything `weir deploy` would apply, as files that work without Weir, sorted by path. Same spec
 * and inputs, same bytes.
 *
 * @throws WeirError SPEC_INVALID where the spec cannot become a deployment
 */
export async function synthPlatform(
  platform: AwsPlatform,
  inputs: SynthInputs,
): Promise<SynthFile[]> {
  // What is heavy is loaded here: a command that does not synthesize pays nothing.
  const [
    { synthInfrastructure },
    { synthManifests },
    { synthMonitoring },
    { synthLake },
    { renderRunbook },
  ] = await Promise.all([
    import("../infrastructure/synth-infrastructure.ts"),
    import("../kubernetes/synth-manifests.ts"),
    import("../monitoring/synth-monitoring.ts"),
    import("../lake/synth-lake.ts"),
    import("./runbook.ts"),
  ]);
  const [stacks, ...parts] = await Promise.all([
    synthInfrastructure(platform, inputs),
    synthManifests(platform, inputs),
    synthMonitoring(platform),
    synthLake(platform, inputs),
  ]);
  const templates = stacks.map(({ id, template }, index) => ({
    path: templatePath(index, id),
    content: `${JSON.stringify(template, undefined, 1)}\n`,
  }));
  const files = [...templates, ...parts.flat()];
  files.push({ path: "outputs.sh", content: renderOutputsScript(platform) });
  files.push({ path: "RUNBOOK.md", content: renderRunbook(platform, inputs, files) });
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return [...files, { path: "MANIFEST.sha256", content: renderManifest(files) }];
}

/** `cloudformation/1-foundation.json`: in the order in which they are made. */
function templatePath(index: number, id: string): string {
  return `cloudformation/${index + 1}-${id}.json`;
}
