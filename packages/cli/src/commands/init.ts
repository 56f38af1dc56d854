import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { defineCommand } from "../define-command.ts";
import { text, toggle } from "../parameters.ts";
import { shortPath } from "../short-path.ts";

const fileName = "weir.config.ts";

/** `weir init`: a commented spec to begin with. */
export const init = defineCommand<{ name?: string; force: boolean }>({
  flags: {
    name: text("Name of the platform; the folder's name where absent", "NAME"),
    force: toggle("Overwrite a spec that is there"),
  },
  async run(command, { name, force }) {
    const { specFileNames, starterSpec, WeirError } = await import("@weir/core");
    const target = path.resolve(command.cwd, command.config ?? fileName);
    const file = path.extname(target) === "" ? path.join(target, fileName) : target;
    if (path.extname(file) !== ".ts") {
      throw new WeirError("USAGE", `the starter spec is TypeScript, not ${path.basename(file)}`, {
        remedy: `leave --config out, or name a ${fileName}`,
      });
    }
    const folder = path.dirname(file);
    if (!existsSync(folder)) {
      throw new WeirError("USAGE", `there is no folder ${folder}`, {
        remedy: `mkdir -p ${folder}`,
      });
    }
    const there = [file, ...specFileNames.map((each) => path.join(folder, each))].find(existsSync);
    if (there !== undefined && !(force && there === file)) {
      throw new WeirError("USAGE", `there is a platform spec already: ${there}`, {
        remedy: there === file ? "overwrite it with: weir init --force" : "remove it first",
      });
    }
    const platform = name ?? platformName(path.basename(folder));
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(platform)) {
      throw new WeirError("USAGE", `"${platform}" is no name of a platform`, {
        remedy: "give 1 to 40 of a-z, 0-9 and -, beginning with a letter",
      });
    }
    writeFileSync(file, starterSpec(platform));
    return {
      json: { file, name: platform },
      human: `${shortPath(file, command.cwd)} written for platform ${platform}\nnext: set sources in it, then: weir up\n`,
    };
  },
});

/** A folder's name with what a platform's name may not have left out. */
function platformName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40);
  return name === "" ? "platform" : name;
}
