import { defineCommand } from "../define-command.ts";
import { openRegistry } from "../open-registry.ts";
import { count } from "../parameters.ts";
import { type Target, targetFlag } from "../target.ts";

interface ShowFlags {
  readonly target: Target;
  readonly version?: number;
}

/** `weir schema show NAME`: one version of a schema, the newest where none is named. */
export const schemaShow = defineCommand<ShowFlags, [string]>({
  flags: { target: targetFlag, version: count("This version instead of the newest") },
  positional: [{ name: "SCHEMA", brief: "Name of the schema: topic, or topic-key" }],
  async run(command, { target, version }, SchemaName) {
    const { call, name: RegistryName } = await openRegistry(command, target);
    const found = await call("GetSchemaVersion", {
      SchemaId: { RegistryName, SchemaName },
      SchemaVersionNumber:
        version === undefined ? { LatestVersion: true } : { VersionNumber: version },
    });
    const definition = readDefinition(found.SchemaDefinition);
    const text =
      typeof definition === "string" ? definition : JSON.stringify(definition, undefined, 2);
    return {
      json: {
        name: SchemaName,
        version: found.VersionNumber,
        schemaVersionId: found.SchemaVersionId,
        status: found.Status,
        format: found.DataFormat,
        createdTime: found.CreatedTime,
        definition,
      },
      human: `${SchemaName} version ${found.VersionNumber} (${found.DataFormat}, ${found.Status}), ${found.SchemaVersionId}\n\n${text}\n`,
    };
  },
});

/** Avro and JSON Schema are JSON; Protobuf is text. */
function readDefinition(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
