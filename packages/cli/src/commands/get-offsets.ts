import { defineCommand } from "../define-command.ts";
import { renderTable } from "../output/table.ts";
import { openRunningStack } from "../running-stack.ts";
import { selectNamed } from "../select-named.ts";

/** `weir get offsets`: how far each connector has come in its source, as Connect stored it. */
export const getOffsets = defineCommand<object, [string | undefined]>({
  positional: [{ name: "CONNECTOR", brief: "Only this one", optional: true }],
  async run(command, _flags, name) {
    const { connect } = await openRunningStack(command);
    const named = (await connect.listConnectors()).map((each) => ({ name: each }));
    const chosen = await selectNamed("connector", named, name);
    const all = await Promise.all(
      chosen.map(async (each) => ({ ...each, ...(await connect.getOffsets(each.name)) })),
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
  },
});

/** `file=binlog.000002 pos=1234`, upstream's words. */
function renderFields(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
}
