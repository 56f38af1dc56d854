export { type AwsPlatform, requireAws } from "./aws-platform.ts";
export type { SynthFile } from "./synth-file.ts";
export type { SynthInputs } from "./synth-inputs.ts";
export { synthPlatform } from "./synth/synth-platform.ts";
export { type WrittenSynth, writeSynth } from "./synth/write-synth.ts";
