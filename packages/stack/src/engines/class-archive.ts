import { join } from "node:path";
import type { Engines } from "./build-engines.ts";
import type { JavaHome } from "./find-java.ts";

/** Class data archives (AppCDS) of one set of jars and one Java: starts take half the CPU. */
export interface ClassArchives {
  readonly folder: string;
  readonly broker: string;
  readonly worker: string;
}

export function archivesOf(
  cacheDirectory: string,
  engines: Pick<Engines, "hash">,
  java: JavaHome,
): ClassArchives {
  const folder = join(cacheDirectory, "archives", `${engines.hash}-java-${java.version}`);
  return { folder, broker: join(folder, "broker.jsa"), worker: join(folder, "worker.jsa") };
}
