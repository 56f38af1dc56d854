/** What a synthesis takes from the machine beside the spec; same inputs, same bytes. */
export interface SynthInputs {
  /** Weir's own Connect plugin, built by Maven: `type: jar` of the workers' image. */
  readonly pluginJar: { readonly sha512: string; readonly content: Uint8Array };
  /** Folder of the Python package weir_lakehouse and its pyproject.toml. */
  readonly lakehouseDirectory: string;
}
