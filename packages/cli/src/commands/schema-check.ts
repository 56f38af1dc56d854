import type { CommandRun } from "../command.ts";
import { defineCommand } from "../define-command.ts";
import { openRegistry } from "../open-registry.ts";
import type { CandidateVerdict } from "../schema/judge-candidate.ts";
import type { SchemaFacts } from "../schema/read-schema.ts";
import { type Target, targetFlag } from "../target.ts";

interface CheckFlags {
  readonly target: Target;
  readonly schema: string;
}

/** AWS Glue's limit of a definition. */
const mostCharacters = 170_000;

/** `weir schema check FILE --schema NAME`: what the registry would say, and why. */
export const schemaCheck = defineCommand<CheckFlags, [string]>({
  description:
    "Judges the definition in FILE against the schema's versions; nothing is registered. Exits with 3 where it would be refused, with 1 where it cannot be parsed.",
  flags: {
    target: targetFlag,
    schema: {
      kind: "parsed",
      parse: String,
      brief: "Name of the schema: topic, or topic-key",
      placeholder: "NAME",
    },
  },
  positional: [{ name: "FILE", brief: "Definition: Avro, JSON Schema or Protobuf" }],
  async run(command, { target, schema: schemaName }, file) {
    const candidate = await readCandidate(command, file);
    const registry = await openRegistry(command, target);
    const { call, name: registryName, jsonPolicy, format, check: ask } = registry;
    const [{ findSchema }, { judgeCandidate }] = await Promise.all([
      import("../schema/read-schema.ts"),
      import("../schema/judge-candidate.ts"),
    ]);
    const place = { call, registryName, schemaName };
    const facts = await findSchema(place);
    if (facts === undefined) {
      const { assertValidSchema, dataFormats } = await import("@weir/schema");
      const dataFormat = dataFormats.find((each) => each === formatOf(file, format));
      if (dataFormat !== undefined) assertValidSchema(dataFormat, candidate);
      return renderVerdict(schemaName, undefined, {
        ...{ compatible: true, sameAs: null, violations: [], warnings: [], against: [] },
      });
    }
    const verdict = await judgeCandidate(place, facts, candidate, { jsonPolicy, ask });
    return renderVerdict(schemaName, facts, verdict);
  },
});

async function readCandidate({ cwd }: CommandRun, file: string): Promise<string> {
  const [{ readFile }, path, { WeirError }] = await Promise.all([
    import("node:fs/promises"),
    import("node:path"),
    import("@weir/core"),
  ]);
  const text = await readFile(path.resolve(cwd, file), "utf8").catch((cause: unknown) => {
    throw new WeirError("USAGE", `${file} cannot be read`, { cause, remedy: "correct the path" });
  });
  // An editor's mark, and no part of the definition.
  const candidate = text.replace(/^\uFEFF/, "");
  if (candidate.length <= mostCharacters) return candidate;
  throw new WeirError(
    "SCHEMA_INVALID",
    `${file} has ${candidate.length} characters: the registry takes definitions of up to ${mostCharacters}`,
  );
}

/** A schema that is not there yet has the format that its file or the platform has. */
function formatOf(file: string, format: string): string {
  if (file.endsWith(".avsc")) return "AVRO";
  if (file.endsWith(".proto")) return "PROTOBUF";
  return format.toUpperCase();
}

async function renderVerdict(
  schema: string,
  facts: SchemaFacts | undefined,
  verdict: CandidateVerdict,
) {
  const { describeRule } = await import("@weir/schema");
  const { compatible, violations, warnings, remedy = null, sameAs, against } = verdict;
  const mode = facts?.mode ?? null;
  const first =
    facts === undefined
      ? `${schema} does not exist yet: the first version is always accepted`
      : sameAs !== null
        ? `${schema} has this definition already: it is version ${sameAs}`
        : compatible
          ? `${schema} would take it: ${describeAgainst(facts.mode, against)}`
          : facts.mode === "DISABLED"
            ? `${schema} would refuse it: it is DISABLED`
            : `${schema} would refuse it: it is not ${facts.mode} compatible`;
  return {
    json: {
      schema,
      exists: facts !== undefined,
      mode,
      sameAs,
      against,
      compatible,
      violations,
      warnings,
      remedy,
    },
    human: [
      first,
      ...violations.map(({ column, path, rule, message, versions }) => {
        const where = column === undefined ? `at ${path}` : `column ${column}`;
        const than = versions.length > 1 ? `, against versions ${versions.join(", ")}` : "";
        return `  ${where}: ${message} (${describeRule(rule)}${than})`;
      }),
      ...warnings.map(({ message }) => `  note: ${message}`),
      ...(remedy === null ? [] : [`what to do: ${remedy}`]),
      "",
    ].join("\n"),
    exitCode: compatible ? (0 as const) : (3 as const),
  };
}

function describeAgainst(mode: string, against: readonly number[]): string {
  if (mode === "NONE" || against.length === 0) return "nothing is compared";
  return `${mode} holds against version ${against.toSorted((a, b) => a - b).join(", ")}`;
}
