import { WeirError } from "@weir/core";

/** Where in the schema's JSON: member names and array positions from the root. */
export type Path = readonly (string | number)[];

/** `/fields/3/type`; the root is `/`. */
export function renderPath(path: Path): string {
  return `/${path.map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
}

/** Throws WeirError SCHEMA_INVALID with the place. */
export function fail(reason: string, path: Path): never {
  const at = renderPath(path);
  throw new WeirError("SCHEMA_INVALID", `${reason} (at ${at})`, { details: { path: at } });
}
