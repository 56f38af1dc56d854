import type { AwsPlatform, SynthFile } from "@weir/deploy";
import type { CommandRun } from "../command.ts";
import { loadAwsPlatform } from "./load-aws-platform.ts";
import { readSynthInputs } from "./read-synth-inputs.ts";

export interface Synthesized {
  readonly platform: AwsPlatform;
  readonly files: readonly SynthFile[];
}

/** The platform of the spec and everything that a deployment of it is made of. */
export async function synthesize(command: CommandRun): Promise<Synthesized> {
  const platform = await loadAwsPlatform(command);
  const inputs = await readSynthInputs(command);
  const { synthPlatform } = await import("@weir/deploy");
  return { platform, files: await synthPlatform(platform, inputs) };
}
