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
  async run(command, { target, version }, schemaName) {
    const { call, name: registryName } = await openRegistry(command, target);
    const { readSchema, readVersion } = await import("../schema/read-schema.ts");
    const place = { call, registryName, schemaName };
    const { dataFormat, latest } = await readSchema(place);
    const found = await readVersion(place, version ?? latest ?? 1);
    const definition = readDefinition(found.definition);
    const text =
      typeof definition === "string" ? definition : JSON.stringify(definition, undefined, 2);
    return {
      json: {
        name: schemaName,
        version: found.versionNumber,
        schemaVersionId: found.schemaVersionId,
        status: found.status,
        format: dataFormat,
        createdTime: found.createdTime,
        definition,
      },
      human: `${schemaName} version ${found.versionNumber} (${dataFormat}, ${found.status}), ${found.schemaVersionId}\n\n${text}\n`,
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
