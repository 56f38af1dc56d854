import { WeirError } from "@weir/core";
import type { SynthFile } from "../synth-file.ts";

export const stackIds = ["foundation", "data", "platform", "lake", "observability"] as const;
export type StackId = (typeof stackIds)[number];

/** A jar of the Spark job: where it comes from and where in the bucket it lies. */
export interface LakeJarFile {
  readonly coordinates: string;
  readonly url: string;
  readonly sha256: string;
  readonly key: string;
}

/** A chart that the operator step installs: an entry of `helmCharts`. */
export interface HelmChart {
  readonly release: string;
  readonly namespace: string;
  /** Name in the repository, or an `oci://` address. */
  readonly chart: string;
  readonly repository?: string | undefined;
  readonly version: string;
  /** Path of the values file in the synthesis. */
  readonly values: string;
}

/** A synthesis by what each file is for. */
export interface DeployFiles {
  /** Template text by stack. */
  template(stack: StackId): string;
  /** Manifests whose number is one of these, in order of their paths. */
  manifests(...numbers: readonly number[]): readonly { path: string; text: string }[];
  readonly charts: readonly HelmChart[];
  /** Whole content of a file, undefined where the synthesis has none of this path. */
  content(path: string): string | Uint8Array | undefined;
  /** Paths under a folder, sorted. */
  under(folder: string): readonly string[];
  readonly lakeJars: readonly LakeJarFile[];
}

function textOf(content: string | Uint8Array): string {
  return typeof content === "string" ? content : Buffer.from(content).toString("utf8");
}

/**
 * Sorts a synthesis. Pure.
 * @throws WeirError INTERNAL where a file that the driver needs is missing from the synthesis
 */
export function indexFiles(files: readonly SynthFile[], charts: readonly HelmChart[]): DeployFiles {
  const byPath = new Map(files.map(({ path, content }) => [path, content]));
  const paths = [...byPath.keys()].sort();
  return {
    charts,
    content: (path) => byPath.get(path),
    under: (folder) => paths.filter((path) => path.startsWith(`${folder}/`)),
    template(stack) {
      const path = paths.find((each) =>
        new RegExp(`^cloudformation/\\d+-${stack}\\.json$`).test(each),
      );
      const content = path === undefined ? undefined : byPath.get(path);
      if (content !== undefined) return textOf(content);
      throw new WeirError("INTERNAL", `the synthesis has no template of the stack ${stack}`);
    },
    manifests(...numbers) {
      return paths.flatMap((path) => {
        const number = /^kubernetes\/(\d+)-[^/]+\.ya?ml$/.exec(path)?.[1];
        if (number === undefined || !numbers.includes(Number(number))) return [];
        return [{ path, text: textOf(byPath.get(path) ?? "") }];
      });
    },
    lakeJars: readJars(textOf(byPath.get("lake/jars.txt") ?? "")),
  };
}

/** Columns of lake/jars.txt: coordinates, URL, sha256, sha512, S3 key. */
function readJars(text: string): LakeJarFile[] {
  return text.split("\n").flatMap((line) => {
    const [coordinates, url, sha256, , key] = line.trim().split(/\s+/);
    if (line.startsWith("#") || !coordinates || !url || !sha256 || !key) return [];
    return [{ coordinates, url, sha256, key }];
  });
}
