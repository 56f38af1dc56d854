import { WeirError } from "@weir/core";
import {
  isException,
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
export async function findJournal(
  place: SchemaPlace,
  facts: SchemaFacts,
): Promise<OpenJournal | undefined> {
  const journal = await readJournal(place);
  return journal === undefined || isOutlived(journal, facts) ? undefined : journal;
}

/** Left of a schema that was deleted, and made anew since: nothing of it is to be finished. */
function isOutlived({ openedAtMs }: OpenJournal, { createdTime }: SchemaFacts): boolean {
  return openedAtMs < Date.parse(createdTime);
}

async function readJournal(place: SchemaPlace): Promise<OpenJournal | undefined> {
  const own = journalPlace(place);
  const found = await unlessMissing(own.call("GetSchema", { SchemaId: schemaIdOf(own) }));
  if (found === undefined || found.SchemaStatus === "DELETING") return undefined;
  const version = await unlessMissing(
    own.call("GetSchemaVersion", {
      SchemaId: schemaIdOf(own),
      SchemaVersionNumber: { VersionNumber: 1 },
    }),
  );
  // Another machine has finished between the two questions.
  if (version === undefined) return undefined;
  return {
    ...parseJournal(own.schemaName, found.Description),
    definition: version.SchemaDefinition,
    openedAtMs: Date.parse(found.CreatedTime),
  };
}

/** Writes the journal in one call, or finds the one that another run has just written. */
export async function openJournal(
  place: SchemaPlace,
  facts: SchemaFacts,
  journal: Journal,
  definition: string,
): Promise<OpenJournal> {
  const own = journalPlace(place);
  const create = async () => {
    try {
      await own.call("CreateSchema", {
        RegistryId: { RegistryName: own.registryName },
        SchemaName: own.schemaName,
        DataFormat: facts.dataFormat,
        Compatibility: "DISABLED",
        Description: renderJournal(journal),
        SchemaDefinition: definition,
      });
    } catch (error) {
      if (!isException(error, "AlreadyExistsException")) throw error;
    }
    return readJournal(place);
  };
  let opened = await create();
  if (opened !== undefined && isOutlived(opened, facts)) {
    await closeJournal(place);
    opened = await create();
  }
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
