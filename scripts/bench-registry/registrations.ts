import { registryClient } from "@weir/registry";
import type { Call } from "./load.ts";

const schemas = 32;

/**
 * Makes schemas under BACKWARD and plans so many distinct versions of them. The calls throw unless
 * each version is AVAILABLE, and note its id and definition; ids have to be distinct.
 */
export async function planRegistrations(
  endpoint: string,
  count: number,
  render: (columns: number, lastColumn: string) => string,
) {
  const client = registryClient(endpoint);
  const RegistryName = "bench";
  await client.call("CreateRegistry", { RegistryName });
  for (let schema = 0; schema < schemas; schema++) {
    await client.call("CreateSchema", {
      RegistryId: { RegistryName },
      SchemaName: `s${schema}`,
      DataFormat: "AVRO",
      Compatibility: "BACKWARD",
    });
  }
  const ids = new Map<string, string>();
  const calls = Array.from({ length: count }, (_, index): Call => {
    const SchemaDefinition = render(20, `only_in_${index}`);
    const SchemaId = { RegistryName, SchemaName: `s${index % schemas}` };
    const verify = (body: Buffer) => {
      const { Status, SchemaVersionId } = JSON.parse(body.toString());
      if (Status !== "AVAILABLE") throw new Error(`${SchemaVersionId} is ${Status}`);
      ids.set(SchemaVersionId, SchemaDefinition);
    };
    const body = JSON.stringify({ SchemaId, SchemaDefinition });
    return { operation: "RegisterSchemaVersion", body, verify };
  });
  return { ids, calls };
}
