/**
 * The difference of two definitions as a JSON Patch (RFC 6902): of the documents where both are JSON,
 * else (Protobuf) of their lines, as arrays of strings. Applied to the first it gives the second.
 */
import { createPatch, type Operation, type Pointer } from "rfc6902";
import { alignItems, itemIdentities } from "./align-items.ts";

/** AWS's limit for `Diff`, in characters. */
const maxDiffLength = 340_000;

/** The patch's text; undefined where even the second definition as a whole is too long for AWS. */
export function diffDefinitions(first: string, second: string): string | undefined {
  const patch = diffDocuments(first, second) ?? replaceWhole(second);
  if (patch.length <= maxDiffLength) return patch;
  const whole = replaceWhole(second);
  return whole.length <= maxDiffLength ? whole : undefined;
}

/** Undefined where a patch would not be exact, or its work not bounded. */
function diffDocuments(first: string, second: string): string | undefined {
  const [from, to] = [parseDocument(first), parseDocument(second)];
  if (from?.isExact === false || to?.isExact === false) return undefined;
  const isJson = from !== undefined && to !== undefined;
  const documents = isJson ? [from.value, to.value] : [splitLines(first), splitLines(second)];
  try {
    return JSON.stringify(createPatch(documents[0], documents[1], arrayDiff()));
  } catch (error) {
    // Nested beyond the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** rfc6902's own way with arrays costs the product of their lengths, again at each level. */
function arrayDiff() {
  const identify = itemIdentities();
  const diff = (from: unknown, to: unknown, pointer: Pointer): Operation[] | undefined => {
    if (!Array.isArray(from) || !Array.isArray(to)) return undefined;
    // From the end, so that what is still to come keeps its index.
    return alignItems(from, to, identify)
      .toReversed()
      .flatMap((step): Operation[] => {
        const path = pointer.add(String(step.index)).toString();
        if (step.op === "remove") return [{ op: "remove", path }];
        if (step.op === "add") return [{ op: "add", path, value: step.value }];
        const inner = createPatch(from[step.index], step.value, diff);
        return inner.map((operation) => ({ ...operation, path: path + operation.path }));
      });
  };
  return diff;
}

function replaceWhole(second: string): string {
  const isJson = parseDocument(second) !== undefined;
  const value = isJson ? second.trim() : JSON.stringify(splitLines(second));
  return `[{"op":"replace","path":"","value":${value}}]`;
}

function splitLines(text: string): string[] {
  return text.split("\n");
}

/** Undefined where the text is no JSON; not exact where a double holds less than its numbers say. */
function parseDocument(text: string): { value: unknown; isExact: boolean } | undefined {
  let isExact = true;
  const keepExact = (_key: string, value: unknown, context?: { source?: string }) => {
    if (typeof value === "number" && !Number.isSafeInteger(value)) {
      const digits = (context?.source ?? "").replace(/[eE].*$/, "").replace(/\D/g, "");
      isExact &&= digits.length <= 15 && Number.isFinite(value);
    }
    return value;
  };
  try {
    return { value: JSON.parse(text, keepExact), isExact };
  } catch {
    return undefined;
  }
}
