/**
 * Every name that one part of the platform writes and another reads: topics, schemas, lake paths,
 * server ids. The lakehouse (Python) and connect-plugin (Java) keep the same rules; tests compare.
 */

/** A table as the spec writes it: `database.table`. */
export interface TableName {
  readonly database: string;
  readonly table: string;
}

export function parseTableName(text: string): TableName {
  const dot = text.indexOf(".");
  return { database: text.slice(0, dot), table: text.slice(dot + 1) };
}

/** `<prefix>.<database>.<table>`, as Debezium names it. */
export function topicName(source: string, table: string): string {
  return `${source}.${table}`;
}

/** Debezium appends the topic prefix to this one. */
export const heartbeatTopicPrefix = "weir.heartbeat";

export function heartbeatTopicName(source: string): string {
  return `${heartbeatTopicPrefix}.${source}`;
}

/** Debezium's schema history of one source: internal, never deleted, read by the lake for DDL. */
export function schemaHistoryTopicName(source: string): string {
  return `weir.schema-history.${source}`;
}

/** The registry's name for the schema of a topic's values: the topic, as AWS's default does. */
export function valueSchemaName(topic: string): string {
  return topic;
}

/** Keys have a name of their own: under one name, key and value refuse each other. */
export function keySchemaName(topic: string): string {
  return `${topic}-key`;
}

/** Kafka Connect's group and its three internal topics. */
export function connectNames(platform: string) {
  return {
    groupId: `${platform}-connect`,
    configTopic: `${platform}.connect.configs`,
    offsetTopic: `${platform}.connect.offsets`,
    statusTopic: `${platform}.connect.status`,
  } as const;
}

/** The database that holds Weir's own tables on the source: heartbeat and signals. */
export const weirDatabase = "weir";
export const heartbeatTable = `${weirDatabase}.heartbeat`;
export const signalTable = `${weirDatabase}.signal`;

/**
 * A replication client id that no other reader of the server has: 31 bits of FNV-1a over platform
 * and source, kept out of the low numbers that people give to their servers by hand.
 */
export function serverId(platform: string, source: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${platform}/${source}`, "utf8")) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return 1_000_000 + (hash % 2_000_000_000);
}

/** Lake folders, relative to the lake's root. */
export function bronzePath(source: string, table: TableName): string {
  return `bronze/${source}/${table.database}/${table.table}`;
}

export function silverPath(table: TableName): string {
  return `silver/${table.database}/${table.table}`;
}

export function quarantinePath(source: string, table: TableName): string {
  return `quarantine/${source}/${table.database}/${table.table}`;
}

export function goldPath(name: string): string {
  return `gold/${name}`;
}
