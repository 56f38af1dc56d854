import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { WeirError } from "@weir/core";

/** Beside the package's code when installed from npm, at the top of the repository in a clone. */
const places = ["../lakehouse/", "../../../lakehouse/"];

/** The folder of the Python project (`pyproject.toml`, `weir_lakehouse/`). */
export function findLakehouseDirectory(): string {
  for (const place of places) {
    const directory = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(`${directory}pyproject.toml`)) return directory.replace(/\/$/, "");
  }
  throw new WeirError("PREREQUISITE_MISSING", "the lakehouse folder is not where Weir expects it", {
    remedy: "install @weir/lake again, or work in a whole clone",
  });
}
