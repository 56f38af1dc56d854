import { registryClient } from "../../src/index.ts";
import type { Acknowledged } from "./acknowledged.ts";

export const registryName = "killed";
/** Under BACKWARD every second definition is refused: refusals are versions, too. */
export const schemaNames = ["none-a", "none-b", "none-c", "backward-a"] as const;
const writersPerSchema = 4;

export async function createSchemas(endpoint: string): Promise<Acknowledged[]> {
  const client = registryClient(endpoint, { timeoutMs: 30_000 });
  await client.call("CreateRegistry", { RegistryName: registryName });
  const created = schemaNames.map(async (schemaName) => {
    const definition = renderDefinition("first", false);
    const answer = await client.call("CreateSchema", {
      RegistryId: { RegistryName: registryName },
      SchemaName: schemaName,
      DataFormat: "AVRO",
      Compatibility: schemaName.startsWith("none") ? "NONE" : "BACKWARD",
      SchemaDefinition: definition,
    });
    const { SchemaVersionId: schemaVersionId = "", SchemaVersionStatus: status = "" } = answer;
    return { schemaName, schemaVersionId, versionNumber: 1, status, definition };
  });
  return Promise.all(created);
}

/**
 * Registers definitions from several clients at a time until nothing answers any more. The writers
 * of one schema go through the same definitions, so that each is registered by many at once.
 *
 * @param onAnswer is told of every version in the moment in which it is acknowledged
 */
export async function writeUntilKilled(
  endpoint: string,
  round: number,
  onAnswer: (version: Acknowledged) => void,
): Promise<void> {
  const client = registryClient(endpoint, { timeoutMs: 30_000 });
  const write = async (schemaName: string) => {
    for (let turn = 0; ; turn++) {
      const definition = renderDefinition(`f${round}_${turn}`, turn % 2 === 1);
      const answer = await client.call("RegisterSchemaVersion", {
        SchemaId: { RegistryName: registryName, SchemaName: schemaName },
        SchemaDefinition: definition,
      });
      const { SchemaVersionId: schemaVersionId, VersionNumber: versionNumber } = answer;
      onAnswer({ schemaName, schemaVersionId, versionNumber, status: answer.Status, definition });
    }
  };
  const writers = schemaNames.flatMap((name) =>
    Array.from({ length: writersPerSchema }, () => write(name)),
  );
  const reasons = (await Promise.allSettled(writers)).map((each) =>
    each.status === "rejected" ? each.reason : undefined,
  );
  const refused = reasons.find((reason) => reason?.code !== "REGISTRY_UNREACHABLE");
  if (refused !== undefined) throw refused;
}

function renderDefinition(fieldName: string, isRequired: boolean): string {
  const type = isRequired ? { type: "int" } : { type: ["null", "int"], default: null };
  // Long enough for several pages of the log: a torn one would show.
  const fields = Array.from({ length: 40 }, (_, index) => ({
    name: `column_${index}`,
    type: ["null", "string"],
    default: null,
  }));
  const all = [...fields, { name: fieldName, ...type }];
  return JSON.stringify({ type: "record", name: "R", fields: all });
}
