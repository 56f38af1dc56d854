import { describeRegistry } from "../describe.ts";
import type { Operation } from "../operation.ts";
import { cutPage, readPage } from "../page-token.ts";
import { listRegistryRows } from "../store/registries.ts";

/** By name. */
export const listRegistries: Operation<"ListRegistries"> = ({ store, arn }, input) => {
  const { size, after } = readPage<[string]>(input, "registries", [""]);
  const rows = listRegistryRows(store, after?.[0] ?? "", size + 1);
  const { shown, next } = cutPage(rows, size, "registries", (row) => [row.registryName]);
  return { Registries: shown.map((registry) => describeRegistry(arn, registry)), ...next };
};
