import { WeirError } from "@weir/core";
import {
  isException,
  readVersion,
  type SchemaFacts,
  type SchemaPlace,
  schemaIdOf,
  unlessMissing,
} from "../read-schema.ts";
import {
  type Journal,
  journalName,
  type OpenJournal,
  parseJournal,
  renderJournal,
} from "./journal.ts";

/** The journal of an accept that was interrupted; undefined where none is under way. */
export async function findJournal(place: SchemaPlace): Promise<OpenJournal | undefined> {
  const own = journalPlace(place);
  const found = await unlessMissing(own.call("GetSchema", { SchemaId: schemaIdOf(own) }));
  if (found === undefined || found.SchemaStatus === "DELETING") return undefined;
  const { definition } = await readVersion(own, 1);
  return {
    ...parseJournal(own.schemaName, found.Description),
    definition,
    openedAtMs: Date.parse(found.CreatedTime),
  };
}

/** Writes the journal in one call, or finds the one that another run has just written. */
export async function openJournal(
  place: SchemaPlace,
  { dataFormat }: SchemaFacts,
  journal: Journal,
  definition: string,
): Promise<OpenJournal> {
  const own = journalPlace(place);
  try {
    await own.call("CreateSchema", {
      RegistryId: { RegistryName: own.registryName },
      SchemaName: own.schemaName,
      DataFormat: dataFormat,
      Compatibility: "DISABLED",
      Description: renderJournal(journal),
      SchemaDefinition: definition,
    });
  } catch (error) {
    if (!isException(error, "AlreadyExistsException")) throw error;
  }
  const opened = await findJournal(place);
  if (opened !== undefined) return opened;
  throw new WeirError(
    "ACCEPT_INCOMPLETE",
    `the registry is still deleting the journal of an earlier accept, ${own.schemaName}`,
    { remedy: "run the same command again in a minute" },
  );
}

/** Takes the mode down that the schema goes back to. */
export async function noteMode(place: SchemaPlace, journal: OpenJournal): Promise<void> {
  const own = journalPlace(place);
  const { definition: _, openedAtMs: __, ...written } = journal;
  const Description = renderJournal(written);
  await own.call("UpdateSchema", { SchemaId: schemaIdOf(own), Description });
}

/** Nothing is left to finish. */
export async function closeJournal(place: SchemaPlace): Promise<void> {
  const own = journalPlace(place);
  await unlessMissing(own.call("DeleteSchema", { SchemaId: schemaIdOf(own) }));
}

function journalPlace({ call, registryName, schemaName }: SchemaPlace): SchemaPlace {
  return { call, registryName, schemaName: journalName(schemaName) };
}
