import type { Store } from "./open-store.ts";

/** What has one number: a canonical definition in its format with its references. */
export interface SchemaIdentity {
  readonly dataFormat: string;
  /** Of the canonical definition and the references. */
  readonly definitionHash: Uint8Array;
}

export function findConfluentId(store: Store, identity: SchemaIdentity): number | undefined {
  return store.get<{ id: number }>(
    "select id from confluent_schema where definition_hash = ? and data_format = ?",
    identity.definitionHash,
    identity.dataFormat,
  )?.id;
}

/** The number of a schema; its first view gives it one, which no other schema ever gets. */
export function giveConfluentId(store: Store, identity: SchemaIdentity): number {
  const known = findConfluentId(store, identity);
  if (known !== undefined) return known;
  insert(store, null, identity);
  const given = findConfluentId(store, identity);
  if (given === undefined) throw new Error("the id just given is not there");
  return given;
}

/** Gives a number of the caller's choice (IMPORT mode); both must be free. */
export function claimConfluentId(store: Store, id: number, identity: SchemaIdentity): void {
  insert(store, id, identity);
}

export function findIdentity(store: Store, id: number): SchemaIdentity | undefined {
  return store.get<SchemaIdentity>(
    `select data_format as dataFormat, definition_hash as definitionHash
     from confluent_schema where id = ?`,
    id,
  );
}

export function maxConfluentId(store: Store): number {
  return store.get<{ id: number | null }>("select max(id) as id from confluent_schema")?.id ?? 0;
}

function insert(store: Store, id: number | null, identity: SchemaIdentity): void {
  store.run(
    "insert into confluent_schema (id, data_format, definition_hash) values (?, ?, ?)",
    id,
    identity.dataFormat,
    identity.definitionHash,
  );
}
