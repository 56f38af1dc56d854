import { defineCommand } from "../define-command.ts";
import { renderTable } from "../output/table.ts";
import { toggle } from "../parameters.ts";

/** `weir config show`: the spec with every default filled in. */
export const showConfig = defineCommand<{ origin: boolean }>({
  flags: { origin: toggle("Show where each value comes from: flag, environment, file or default") },
  async run(command, { origin }) {
    const { platform, origins } = await command.loadSpec();
    if (origin) {
      const rows = origins.map((entry) => [entry.path, JSON.stringify(entry.value), entry.origin]);
      const columns = [{ heading: "path" }, { heading: "value" }, { heading: "origin" }];
      return { json: origins, human: renderTable(columns, rows) };
    }
    if (command.format === "json") return { json: platform, human: "" };
    const { stringify } = await import("yaml");
    return { human: stringify(platform) };
  },
});
