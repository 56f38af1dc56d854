import { defineCommand } from "../define-command.ts";
import { openRegistry } from "../open-registry.ts";
import { renderTable } from "../output/table.ts";
import { type Target, targetFlag } from "../target.ts";

/** `weir schema list`: every schema of the platform's registry. */
export const schemaList = defineCommand<{ target: Target }>({
  flags: { target: targetFlag },
  async run(command, { target }) {
    const { call, name: RegistryName } = await openRegistry(command, target);
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await call("ListSchemas", {
        RegistryId: { RegistryName },
        MaxResults: 100,
        ...(NextToken === undefined ? {} : { NextToken }),
      });
      names.push(...page.Schemas.map(({ SchemaName }) => SchemaName));
      NextToken = page.NextToken;
    } while (NextToken !== undefined && NextToken !== "");
    const schemas = [];
    // One after the other: Glue throttles by account, and connectors need its rate.
    for (const SchemaName of names.sort()) {
      const schema = await call("GetSchema", { SchemaId: { RegistryName, SchemaName } });
      schemas.push({
        name: SchemaName,
        format: schema.DataFormat,
        compatibility: schema.Compatibility,
        latestVersion: schema.LatestSchemaVersion ?? null,
      });
    }
    const columns = ["schema", "format", "compatibility", "latest version"];
    return {
      json: schemas,
      human: renderTable(
        columns.map((heading) => ({ heading })),
        schemas.map(({ name, format, compatibility, latestVersion }) => [
          name,
          format,
          compatibility,
          latestVersion === null ? "-" : String(latestVersion),
        ]),
      ),
    };
  },
});
