import { describeVersion } from "../describe.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { cutPage, readPage } from "../page-token.ts";
import { readSchemaId } from "../schema-key.ts";
import { listVersions } from "../store/versions.ts";

/** Newest first, refused versions included. */
export const listSchemaVersions: Operation<"ListSchemaVersions"> = (context, input) => {
  const key = readSchemaId(input);
  const { size, after } = readPage<[number]>(input, "versions", [0]);
  const schema = requireSchema(context.store, key);
  const below = after?.[0] ?? Number.MAX_SAFE_INTEGER;
  const rows = listVersions(context.store, schema.id, below, size + 1);
  const { shown, next } = cutPage(rows, size, "versions", (row) => [row.versionNumber]);
  return { Schemas: shown.map((version) => describeVersion(context, schema, version)), ...next };
};
