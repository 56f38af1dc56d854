/** One entry per format of the store; entries are never changed, only added. */
export const migrations: readonly string[] = [
  `
  create table registry (
    name text primary key,
    description text,
    tags text not null,
    created_time text not null,
    updated_time text not null
  ) strict;
  create table schema (
    id integer primary key,
    registry_name text not null references registry (name),
    name text not null,
    data_format text not null,
    compatibility text not null,
    description text,
    tags text not null,
    checkpoint integer not null,
    -- Numbers of deleted versions are not used again.
    last_version_number integer not null,
    created_time text not null,
    updated_time text not null,
    unique (registry_name, name)
  ) strict;
  create table schema_version (
    id text primary key,
    schema_id integer not null references schema (id),
    version_number integer not null,
    definition text not null,
    -- SHA-256 of the canonical form.
    definition_hash blob not null,
    status text not null,
    -- JSON; null where the version was not refused.
    verdict text,
    created_time text not null,
    unique (schema_id, version_number)
  ) strict;
  create index schema_version_definition on schema_version (schema_id, definition_hash);
  create table schema_version_metadata (
    version_id text not null references schema_version (id) on delete cascade,
    key text not null,
    value text not null,
    created_time text not null,
    primary key (version_id, key, value)
  ) strict
  `,
  `
  -- JSON: [{name, subject, version}], what a definition names (Confluent's API; Glue has none).
  alter table schema_version add column "references" text not null default '[]';
  -- Soft deletion (Confluent's API): hidden from lists, the latest version and comparisons, yet
  -- readers still find it by its id.
  alter table schema_version add column deleted_time text;
  -- While PENDING: when the version is judged. Null otherwise.
  alter table schema_version add column due_time text;
  create index schema_version_due on schema_version (due_time) where due_time is not null;
  -- The newest AVAILABLE version is found in one step, however many refused ones follow it.
  create index schema_version_available on schema_version (schema_id, version_number)
    where status = 'AVAILABLE' and deleted_time is null;
  -- Values of one key are shown newest first: a sequence does not tie as times do.
  create table metadata_pair (
    sequence integer primary key autoincrement,
    version_id text not null references schema_version (id) on delete cascade,
    key text not null,
    value text not null,
    created_time text not null,
    unique (version_id, key, value)
  ) strict;
  insert into metadata_pair (version_id, key, value, created_time)
    select version_id, key, value, created_time from schema_version_metadata
    order by created_time, rowid;
  drop table schema_version_metadata;
  alter table metadata_pair rename to schema_version_metadata
  `,
  `
  -- Confluent's API names a schema by a number: one per format and definition (references are in
  -- its hash), kept for ever, given when somebody first asks through that API.
  create table confluent_schema (
    id integer primary key autoincrement,
    data_format text not null,
    definition_hash blob not null,
    unique (definition_hash, data_format)
  ) strict;
  -- What Confluent's API configures: registry and subject empty: for all; subject empty: for one
  -- registry. The compatibility of a schema that is there stands in its own row, as Glue sees it.
  create table confluent_setting (
    registry_name text not null,
    subject text not null,
    compatibility text,
    normalize integer,
    alias text,
    mode text,
    primary key (registry_name, subject)
  ) strict, without rowid;
  -- Schemas without a level of their own, with the level they were given last: where the schema's
  -- differs, Glue set it since.
  create table confluent_follower (
    schema_id integer primary key references schema (id) on delete cascade,
    compatibility text not null
  ) strict;
  create index schema_version_hash on schema_version (definition_hash) where status = 'AVAILABLE';
  create index schema_version_referring on schema_version (schema_id) where "references" <> '[]'
  `,
];
