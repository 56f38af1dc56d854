import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WeirError } from "@weir/core";

/** Beside the package's code when installed from npm, at the top of the repository in a clone. */
const places = ["../../assets/", "../../../../"];

/** The folder with the root `pom.xml`, `connect-plugin/` and `engines/`. */
export function engineSourceDirectory(): string {
  for (const place of places) {
    const directory = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(join(directory, "pom.xml"))) return directory.replace(/\/$/, "");
  }
  throw new WeirError("PREREQUISITE_MISSING", "the engines' pom.xml is not where Weir expects it", {
    remedy: "install @weir/stack again, or work in a whole clone",
  });
}
