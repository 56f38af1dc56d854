import { defineCommand } from "../define-command.ts";
import { openRegistry } from "../open-registry.ts";
import { renderTable } from "../output/table.ts";
import { type Target, targetFlag } from "../target.ts";

/** `weir schema list`: every schema of the platform's registry. */
export const schemaList = defineCommand<{ target: Target }>({
  flags: { target: targetFlag },
  async run(command, { target }) {
    const { call, name: RegistryName } = await openRegistry(command, target);
    const [{ listSchemaNames }, { isJournalName, journalName }] = await Promise.all([
      import("../schema/read-schema.ts"),
      import("../schema/accept/journal.ts"),
    ]);
    const names = await listSchemaNames(call, RegistryName);
    const schemas = [];
    // One after the other: Glue throttles by account, and connectors need its rate.
    for (const SchemaName of names.filter((name) => !isJournalName(name))) {
      const schema = await call("GetSchema", { SchemaId: { RegistryName, SchemaName } });
      schemas.push({
        name: SchemaName,
        format: schema.DataFormat,
        compatibility: schema.Compatibility,
        latestVersion: schema.LatestSchemaVersion ?? null,
        acceptUnderWay: names.includes(journalName(SchemaName)),
      });
    }
    const columns = ["schema", "format", "compatibility", "latest version", ""];
    return {
      json: schemas,
      human: renderTable(
        columns.map((heading) => ({ heading })),
        schemas.map(({ name, format, compatibility, latestVersion, acceptUnderWay }) => [
          name,
          format,
          compatibility,
          latestVersion === null ? "-" : String(latestVersion),
          acceptUnderWay ? `unfinished: weir schema accept ${name}` : "",
        ]),
      ),
    };
  },
});
