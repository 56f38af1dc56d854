import { acceptsValue, isObject } from "./accept-value.ts";
import type { AvroNode } from "./avro-schema.ts";
import { describeNode } from "./node-facts.ts";

/** Where a value does not fit its schema: `after.age`, `tags[2]`; empty for the value itself. */
export interface Misfit {
  readonly path: string;
  readonly expected: string;
  readonly received: string;
}

/** The first place at which a value cannot be written; undefined where all of it can. */
export function findMisfit(node: AvroNode, value: unknown, path = ""): Misfit | undefined {
  if (acceptsValue(node, value)) return undefined;
  const here = { path, expected: describeNode(node), received: describeValue(value) };
  switch (node.kind) {
    case "array":
      if (!Array.isArray(value)) return here;
      return firstOf(value.entries(), ([index, item]) =>
        findMisfit(node.values, item, `${path}[${index}]`),
      );
    case "map":
      if (!isObject(value)) return here;
      return firstOf(Object.entries(value), ([key, item]) =>
        findMisfit(node.values, item, inside(path, key)),
      );
    case "record":
      if (!isObject(value)) return here;
      return firstOf(node.fields, (field) => {
        const own = value[field.name];
        if (own === undefined && field.default !== undefined) return undefined;
        return findMisfit(field.type, own, inside(path, field.name));
      });
    case "union": {
      // Where only one branch could have been meant, what is wrong stands inside it.
      const inner = node.branches.filter(({ kind }) =>
        Array.isArray(value) ? kind === "array" : kind === "record" || kind === "map",
      );
      const [only, ...more] = typeof value === "object" ? inner : [];
      return only === undefined || more.length > 0 ? here : findMisfit(only, value, path);
    }
    default:
      return here;
  }
}

function firstOf<T>(items: Iterable<T>, find: (item: T) => Misfit | undefined): Misfit | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inside(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** Short: a value may be large, and may be private. */
function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number" || typeof value === "bigint") return `the ${typeof value} ${value}`;
  if (typeof value === "string") {
    return value.length > 40 ? `a string of ${value.length} characters` : JSON.stringify(value);
  }
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === "object" ? (value.constructor?.name ?? "an object") : typeof value;
}
