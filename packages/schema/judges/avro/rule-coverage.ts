import type { Incompatibility } from "./java-verdicts.ts";

export type Coverage =
  | "same place"
  /** Java counts places below a union from the union on. */
  | "same place below a union"
  /** Java says only that no branch fits; we say why, in the branch that was meant. */
  | "explained inside the union"
  /** A type that is used again is explained where it is used first. */
  | "explained at the type's first use"
  /** For Java the default of an enum stands in for that of a field, and then does not fit. */
  | "enum default taken for the field's";

/** Where an incompatibility that Java reports is among ours; undefined where it is not. */
export function findCoverage(
  { rule, path }: Incompatibility,
  ours: readonly Incompatibility[],
): Coverage | undefined {
  const same = ours.filter((one) => one.rule === rule);
  if (same.some((one) => one.path === path)) return "same place";
  if (rule === "MISSING_UNION_BRANCH") {
    // Java ends the path with the position of the writer's branch.
    const union = path.replace(/\/\d+$/, "");
    if (ours.some((one) => one.path.startsWith(union))) return "explained inside the union";
    return ours.length > 0 ? "explained at the type's first use" : undefined;
  }
  if (same.some((one) => path === "/" || one.path.endsWith(path))) {
    return "same place below a union";
  }
  const field = path.replace(/\/type$/, "");
  const noDefault = { rule: "READER_FIELD_MISSING_DEFAULT_VALUE", path: field };
  const missing = ours.some((one) => one.rule === noDefault.rule && one.path.endsWith(field));
  return rule === "TYPE_MISMATCH" && missing ? "enum default taken for the field's" : undefined;
}
