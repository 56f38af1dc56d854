import { defineCommand } from "../define-command.ts";
import { openRegistry } from "../open-registry.ts";
import { type Target, targetFlag } from "../target.ts";

/** `weir schema history NAME`: every version, what it changed, and why it was refused. */
export const schemaHistory = defineCommand<{ target: Target }, [string]>({
  description:
    "Newest first: status, when it came, what it changed against the version before it, why it was refused, and which one is the checkpoint.",
  flags: { target: targetFlag },
  positional: [{ name: "SCHEMA", brief: "Name of the schema: topic, or topic-key" }],
  async run(command, { target }, schemaName) {
    const registry = await openRegistry(command, target);
    const { call, name: registryName, jsonPolicy } = registry;
    const [{ readSchema }, { readHistory }] = await Promise.all([
      import("../schema/read-schema.ts"),
      import("../schema/read-history.ts"),
    ]);
    const place = { call, registryName, schemaName };
    const facts = await readSchema(place);
    const failures = (await registry.readFailures?.(schemaName)) ?? [];
    const kept = new Map(
      failures.flatMap(({ schemaVersionId, verdict }) =>
        verdict === null ? [] : [[schemaVersionId, verdict.violations] as const],
      ),
    );
    const versions = await readHistory(place, facts, jsonPolicy, kept);
    const { dataFormat, mode, checkpoint, latest = null } = facts;
    const lines = versions.flatMap((version) => {
      const { versionNumber, status, createdTime, isCheckpoint, changes, violations } = version;
      const mark = isCheckpoint ? ", checkpoint" : "";
      const why =
        status === "FAILURE" && violations === null
          ? ["  refused: the reason is not known any more"]
          : (violations ?? []).map(({ message }) => `  refused: ${message}`);
      return [
        `version ${versionNumber}: ${status}, ${createdTime}${mark}`,
        ...changes.map(({ message }) => `  ${message}`),
        ...why,
      ];
    });
    return {
      json: { schema: schemaName, format: dataFormat, mode, checkpoint, latest, versions },
      human: `${schemaName} (${dataFormat}, ${mode})\n${lines.join("\n")}\n`,
    };
  },
});
