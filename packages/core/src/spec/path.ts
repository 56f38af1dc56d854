/** Where a value stands in the spec: `["sources", "shop", "tables", 0]`. */
export type SpecPath = readonly (string | number)[];

/** As people write it: `sources.shop.tables[0]`, `sources.shop.config["max.batch.size"]`. */
export function formatPath(path: SpecPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (!/^[\w*$-]+$/.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text === "" ? "(the whole spec)" : text;
}

/** Whether `value` is an object with keys, and not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at `path`, or undefined where there is none. */
export function valueAt(root: unknown, path: SpecPath): unknown {
  let value: unknown = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) {
      return undefined;
    }
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/**
 * A copy of `root` with `value` at `path`; sections that are absent are made. Where something
 * that is not a section stands in the way, it stays: validation reports it.
 */
export function withValueAt(root: unknown, path: SpecPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (root !== undefined && !isRecord(root)) return root;
  return { ...root, [step]: withValueAt(root?.[step], rest, value) };
}
