import { defineCommand } from "../define-command.ts";
import { openRegistry } from "../open-registry.ts";
import { toggle } from "../parameters.ts";
import { type Target, targetFlag } from "../target.ts";

interface DiffFlags {
  readonly target: Target;
  readonly patch: boolean;
}

/** `weir schema diff NAME A B`: what changed between two versions, field by field. */
export const schemaDiff = defineCommand<DiffFlags, [string, string, string]>({
  description:
    "Says columns and fields, not lines of text; of a Debezium envelope each column once. Then what the change means for readers, in both directions.",
  flags: {
    target: targetFlag,
    patch: toggle("The registry's own difference of the texts, as a JSON Patch"),
  },
  positional: [
    { name: "SCHEMA", brief: "Name of the schema: topic, or topic-key" },
    { name: "A", brief: "Version number, or latest" },
    { name: "B", brief: "Version number, or latest" },
  ],
  async run(command, { target, patch }, schemaName, first, second) {
    const { call, name: registryName, jsonPolicy } = await openRegistry(command, target);
    const [{ readSchema, readVersion, schemaIdOf }, { parseVersion }, { judgeReaders }, schema] =
      await Promise.all([
        import("../schema/read-schema.ts"),
        import("../schema/judge-candidate.ts"),
        import("../schema/accept/readers.ts"),
        import("@weir/schema"),
      ]);
    const place = { call, registryName, schemaName };
    const facts = await readSchema(place);
    const numbers = [first, second].map((text) => parseVersion(text, facts));
    const [from = 1, to = 1] = numbers;
    const [before, after] = [await readVersion(place, from), await readVersion(place, to)];
    if (patch) {
      const { Diff } = await call("GetSchemaVersionsDiff", {
        SchemaId: schemaIdOf(place),
        FirstSchemaVersionNumber: { VersionNumber: from },
        SecondSchemaVersionNumber: { VersionNumber: to },
        SchemaDiffType: "SYNTAX_DIFF",
      });
      return { json: parsePatch(Diff), human: `${Diff}\n` };
    }
    const { dataFormat } = facts;
    const changes = schema.diffSchemas({
      ...{ dataFormat, before: before.definition, after: after.definition },
    });
    const readers = judgeReaders({
      ...{ dataFormat, mode: "FULL", candidate: after.definition, jsonPolicy },
      baselines: [before],
    });
    const none =
      schema.canonicalForm(dataFormat, before.definition) ===
      schema.canonicalForm(dataFormat, after.definition)
        ? "the two are the same definition"
        : "no field differs; the texts do: documentation, names or the order of fields";
    return {
      json: { schema: schemaName, from, to, changes, readers },
      human: [
        `${schemaName}: from version ${from} (${before.status}) to ${to} (${after.status})`,
        ...(changes.length === 0 ? [none] : changes.map(({ message }) => message)).map(
          (line) => `  ${line}`,
        ),
        "what it means for readers:",
        ...readers.flatMap(({ direction, ok, meaning, violations }) => [
          `  ${direction} ${ok ? "holds" : "does not hold"}: ${meaning}`,
          ...violations.map(({ message }) => `    ${message}`),
        ]),
        "",
      ].join("\n"),
    };
  },
});

function parsePatch(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
