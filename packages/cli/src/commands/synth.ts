import path from "node:path";
import { synthesize } from "../aws/synthesize.ts";
import { defineCommand } from "../define-command.ts";
import { text } from "../parameters.ts";

const defaultFolder = "weir-synth";

/** `weir synth`: the deployment as files that work without Weir. */
export const synth = defineCommand<{ out?: string }>({
  description:
    "Writes CloudFormation templates, Kubernetes manifests, helm values, connectors, monitoring and a runbook with the plain commands. The same spec gives the same bytes; AWS is not asked.",
  flags: { out: text(`Folder to write (default ${defaultFolder})`, "DIR") },
  async run(command, { out = defaultFolder }) {
    const { files } = await synthesize(command);
    const { writeSynth } = await import("@weir/deploy");
    const result = await writeSynth(files, path.resolve(command.cwd, out));
    const { directory, written, unchanged, removed } = result;
    return {
      json: { directory, files: files.map((file) => file.path), written, unchanged, removed },
      human: [
        `${files.length} files in ${directory}: ${written.length} written, ${unchanged.length} unchanged, ${removed.length} removed\n`,
        `next: weir plan · weir deploy · or by hand: ${path.join(out, "RUNBOOK.md")}\n`,
      ].join(""),
    };
  },
});
