import { describeVersion } from "../describe.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { readPageSize, readPageToken, renderPageToken } from "../page-token.ts";
import { listVersions } from "../store/versions.ts";

/** Newest first, refused versions included. */
export const listSchemaVersions: Operation<"ListSchemaVersions"> = (context, input) => {
  const { schema } = requireSchema(context.store, input);
  const size = readPageSize(input);
  const isNumber = (key: unknown[]) => key.length === 1 && Number.isInteger(key[0]);
  const [below] = readPageToken<[number]>(input, isNumber) ?? [Number.MAX_SAFE_INTEGER];
  const rows = listVersions(context.store, schema.id, below, size + 1);
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    Schemas: shown.map((version) => describeVersion(context, schema, version)),
    ...(rows.length > size && last !== undefined
      ? { NextToken: renderPageToken([last.versionNumber]) }
      : {}),
  };
};
