import { checkObject, type Fields, readList } from "../fields.ts";
import type { MetadataInfo, MetadataValueItem } from "../glue-model.ts";
import { readVersionKey, requireVersion } from "../lookup.ts";
import { readPartialPair } from "../metadata-pair.ts";
import type { Operation } from "../operation.ts";
import { cutPage, readPage } from "../page-token.ts";
import { listMetadata, type MetadataPair, type MetadataRow } from "../store/metadata.ts";

/** Keys in order, each with all its values; a page is so many keys. */
export const querySchemaVersionMetadata: Operation<"QuerySchemaVersionMetadata"> = (
  context,
  input,
) => {
  const versionKey = readVersionKey(input);
  const wanted = readWanted(input);
  const { size, after } = readPage<[string]>(input, "metadata", [""], 50);
  const { version } = requireVersion(context.store, versionKey);
  const rows = listMetadata(context.store, version.schemaVersionId).filter((row) =>
    isWanted(row, wanted),
  );
  const keys = [...new Set(rows.map((row) => row.key))].sort();
  const rest = keys.filter((key) => key > (after?.[0] ?? ""));
  const { shown, next } = cutPage(rest, size, "metadata", (key) => [key]);
  return {
    MetadataInfoMap: Object.fromEntries(
      shown.map((key) => [key, describeKey(rows.filter((row) => row.key === key))]),
    ),
    SchemaVersionId: version.schemaVersionId,
    ...next,
  };
};

function readWanted(input: Fields): readonly Partial<MetadataPair>[] {
  const list = readList(input, "MetadataList") ?? [];
  return list.map((item) => readPartialPair(checkObject(item, "MetadataList")));
}

/** Everything where nothing is asked for. */
function isWanted(row: MetadataRow, wanted: readonly Partial<MetadataPair>[]): boolean {
  if (wanted.length === 0) return true;
  return wanted.some(
    ({ key = row.key, value = row.value }) => key === row.key && value === row.value,
  );
}

function describeKey(newestFirst: readonly MetadataRow[]): MetadataInfo {
  const [newest, ...older] = newestFirst.map(
    ({ value, createdTime }): MetadataValueItem => ({
      MetadataValue: value,
      CreatedTime: createdTime,
    }),
  );
  return {
    ...(newest as MetadataValueItem),
    ...(older.length === 0 ? {} : { OtherMetadataValueList: older }),
  };
}
