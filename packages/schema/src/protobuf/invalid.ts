import { WeirError } from "@weir/core";

/** `["Envelope", "Value", "fields", "age"]` as `/Envelope/Value/fields/age`. */
export function renderPath(steps: readonly string[]): string {
  return `/${steps.map((step) => step.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
}

/** Steps to a type: the names of the types around it and its own, without the package. */
export function typeSteps(fullName: string, packageName: string): readonly string[] {
  const own = packageName === "" ? fullName : fullName.slice(packageName.length + 1);
  return own.split(".");
}

/** Throws WeirError SCHEMA_INVALID with the place among the definitions. */
export function fail(reason: string, steps: readonly string[]): never {
  const path = renderPath(steps);
  throw new WeirError("SCHEMA_INVALID", `${reason} (at ${path})`, { details: { path } });
}

/** Throws WeirError SCHEMA_INVALID with the place in the text. */
export function failAt(reason: string, text: string, offset: number): never {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  throw new WeirError("SCHEMA_INVALID", `${reason} (line ${line}, column ${column})`, {
    details: { line, column },
  });
}
