import { withConnectors } from "../connectors/connector-control.ts";
import { defineCommand } from "../define-command.ts";
import { renderTable } from "../output/table.ts";
import { selectNamed } from "../select-named.ts";
import { type Target, targetFlag } from "../target.ts";

/** `weir get offsets`: how far each connector has come in its source, as Connect stored it. */
export const getOffsets = defineCommand<{ target: Target }, [string | undefined]>({
  flags: { target: targetFlag },
  positional: [{ name: "CONNECTOR", brief: "Only this one", optional: true }],
  run: (command, { target }, name) =>
    withConnectors(command, target, async (connectors) => {
      const chosen = await selectNamed("connector", await connectors.statuses(), name);
      const all = await Promise.all(
        chosen.map(async (each) => ({
          name: each.name,
          offsets: await connectors.offsets(each.name),
        })),
      );
      const rows = all.flatMap(({ name: connector, offsets }) =>
        offsets.length === 0
          ? [[connector, "-", "none stored yet"]]
          : offsets.map(({ partition, offset }) => [
              connector,
              renderFields(partition),
              offset === null ? "-" : renderFields(offset),
            ]),
      );
      const columns = ["connector", "partition", "offset"].map((heading) => ({ heading }));
      return { json: all, human: renderTable(columns, rows) };
    }),
});

/** `file=binlog.000002 pos=1234`, upstream's words. */
function renderFields(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
}
