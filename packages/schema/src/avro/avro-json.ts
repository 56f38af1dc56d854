import { WeirError } from "@weir/core";
import { type JsonNode, parseJson } from "../json-node.ts";

let latest: { readonly text: string; readonly node: JsonNode } | undefined;

/**
 * JSON as Avro Java reads it: comments are white space. The latest answer is kept, for a new
 * definition is asked for twice: for its canonical form, then for its types.
 *
 * @throws WeirError SCHEMA_INVALID where it is no JSON
 */
export function parseAvroJson(text: string): JsonNode {
  if (latest?.text !== text) latest = { text, node: readAvroJson(text) };
  return latest.node;
}

function readAvroJson(text: string): JsonNode {
  try {
    return parseJson(text);
  } catch (error) {
    const bare = error instanceof WeirError && /\/[/*]/.test(text) ? stripComments(text) : text;
    if (bare === text) throw error;
    return parseJson(bare);
  }
}

/** Linear in the text, also where a comment does not end. */
function stripComments(text: string): string {
  let bare = "";
  let from = 0;
  for (const { index, length } of findComments(text)) {
    bare += `${text.slice(from, index)} `;
    from = index + length;
  }
  return bare + text.slice(from);
}

function* findComments(text: string): Generator<{ index: number; length: number }> {
  const token = /"|\\.|\/\/|\/\*/gs;
  let inString = false;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '"') inString = !inString;
    if (inString || !match[0].startsWith("/")) continue;
    const block = match[0] === "/*";
    const close = text.slice(token.lastIndex).search(block ? /\*\// : /[\n\r]|$/);
    if (close < 0) return;
    const length = 2 + close + (block ? 2 : 0);
    yield { index: match.index, length };
    token.lastIndex = match.index + length;
  }
}
