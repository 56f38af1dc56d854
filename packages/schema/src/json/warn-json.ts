import { renderPath } from "../avro/invalid.ts";
import type { Warning } from "../verdict.ts";
import { kindOf } from "./check-json.ts";
import { kinds } from "./json-kind.ts";
import { type JsonSchema, kindsOf, targetOf } from "./json-schema.ts";
import type { ParsedJsonSchema } from "./parse-json-schema.ts";

/**
 * A column that went and another of its type that came: perhaps a rename, after which readers find
 * no value under the old name.
 */
export function warnOfJsonRenames(
  candidate: ParsedJsonSchema,
  earlier: ParsedJsonSchema,
): readonly Warning[] {
  const [now, before] = [rowOf(candidate.root), rowOf(earlier.root)];
  if (now === undefined || before === undefined) return [];
  const gone = [...before.properties].filter(([name]) => !now.properties.has(name));
  const come = [...now.properties].filter(([name]) => !before.properties.has(name));
  const noun = kindOf(candidate.root) === "document" ? "property" : "column";
  const warnings: Warning[] = [];
  for (const [name, schema] of come) {
    const same = gone.filter(([, old]) => kindsOf(old) === kindsOf(schema));
    const [only] = same;
    const twin = come.filter(([, other]) => kindsOf(other) === kindsOf(schema)).length > 1;
    if (only === undefined || same.length > 1 || twin) continue;
    warnings.push({
      path: renderPath([...now.place.path, "properties", name]),
      message: `${noun} ${JSON.stringify(only[0])} was dropped and ${JSON.stringify(name)} of the same type was added: if this is a rename, readers lose the values under the old name`,
    });
  }
  return warnings;
}

/** The object with the columns: `after` of an envelope, else the root. */
function rowOf(root: JsonSchema): JsonSchema | undefined {
  const schema = targetOf(root);
  if (kindOf(root) !== "envelope") return schema.properties.size > 0 ? schema : undefined;
  const after = targetOf(schema.properties.get("after") ?? root);
  return [after, ...(after.oneOf ?? after.anyOf ?? [])]
    .map(targetOf)
    .find((part) => part.properties.size > 0 && (kindsOf(part) & kinds.object) !== 0);
}
