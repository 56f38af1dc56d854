import { readText, required } from "../fields.ts";
import { invalidInput } from "../glue-exceptions.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { deleteVersions } from "../store/versions.ts";
import { texts } from "../texts.ts";

/** Deletes for good; missing versions in the range are no error. */
export const deleteSchemaVersions: Operation<"DeleteSchemaVersions"> = ({ store }, input) => {
  const { schema } = requireSchema(store, input);
  const range = readText(input, "Versions", {
    max: 100_000,
    pattern: /^[1-9][0-9]*(-[1-9][0-9]*)?$/,
  });
  const [from, to] = parseRange(required(range, "Versions"));
  if (from === 1) throw invalidInput(texts.deletesFirst);
  if (from <= schema.checkpoint && schema.checkpoint <= to) {
    throw invalidInput(texts.deletesCheckpoint(schema.checkpoint));
  }
  deleteVersions(store, schema.id, from, to);
  return { SchemaVersionErrors: [] };
};

function parseRange(range: string): [from: number, to: number] {
  const [first, last = first] = range.split("-");
  const [from, to] = [Number(first), Number(last)];
  if (to < from || to > 100_000) throw invalidInput(texts.badCharacters("versions"));
  if (to - from >= 25) throw invalidInput(texts.deletesTooMany);
  return [from, to];
}
