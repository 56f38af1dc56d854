import { assertUnreferenced } from "../assert-unreferenced.ts";
import { readText, required } from "../fields.ts";
import { invalidInput } from "../glue-exceptions.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { readSchemaId } from "../schema-key.ts";
import { deleteVersions } from "../store/version-changes.ts";
import { listVersions } from "../store/versions.ts";
import { texts } from "../texts.ts";

const maxVersions = 25;

/** Deletes for good; missing versions in the range are no error. */
export const deleteSchemaVersions: Operation<"DeleteSchemaVersions"> = ({ store }, input) => {
  const key = readSchemaId(input);
  const range = readText(input, "Versions", {
    max: 100_000,
    pattern: /^([1-9][0-9]*|[1-9][0-9]*-[1-9][0-9]*)$/,
  });
  const [from, to] = parseRange(required(range, "Versions"));
  const schema = requireSchema(store, key);
  if (from === 1) throw invalidInput(texts.deletesFirst);
  if (from <= schema.checkpoint && schema.checkpoint <= to) {
    throw invalidInput(texts.deletesCheckpoint(schema.checkpoint));
  }
  const [newest] = listVersions(store, schema.id, Number.MAX_SAFE_INTEGER, 1);
  if (newest?.status === "PENDING") throw invalidInput(texts.latestPending);
  const { registryName, schemaName } = schema;
  assertUnreferenced(store, { registryName, schemaName }, [from, to]);
  deleteVersions(store, schema.id, from, to);
  return { SchemaVersionErrors: [] };
};

function parseRange(range: string): [from: number, to: number] {
  const [first, last = first] = range.split("-");
  const [from, to] = [Number(first), Number(last)];
  if (to - from >= maxVersions) throw invalidInput(texts.deletesTooMany);
  if (to < from) throw invalidInput(texts.badRange(range));
  return [from, to];
}
