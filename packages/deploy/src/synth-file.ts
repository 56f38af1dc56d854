/** One file of `weir synth`: where, relative to its folder, and what. */
export interface SynthFile {
  /** Such as `kubernetes/40-kafka-connect.yaml`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}
