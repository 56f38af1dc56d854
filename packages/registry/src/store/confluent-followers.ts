/**
 * Glue gives every schema a level of its own; Confluent lets a subject follow the global one. A
 * follower's level is written into its schema, so that both APIs judge by the same one.
 */
import type { CompatibilityMode } from "@weir/core";
import type { Store } from "./open-store.ts";

/** Whether a schema's level is the one it was given as a follower. */
export function isFollower(store: Store, schemaId: number): boolean {
  const row = store.get(
    `select 1 as found from confluent_follower f join schema s on s.id = f.schema_id
     where f.schema_id = ? and f.compatibility = s.compatibility`,
    schemaId,
  );
  return row !== undefined;
}

export function follow(store: Store, schemaId: number, compatibility: CompatibilityMode): void {
  store.run("insert or replace into confluent_follower values (?, ?)", schemaId, compatibility);
}

export function unfollow(store: Store, schemaId: number): void {
  store.run("delete from confluent_follower where schema_id = ?", schemaId);
}

export function writeLevel(
  store: Store,
  schemaId: number,
  compatibility: CompatibilityMode,
  now: string,
): void {
  store.run(
    "update schema set compatibility = ?, updated_time = ? where id = ? and compatibility <> ?",
    compatibility,
    now,
    schemaId,
    compatibility,
  );
}

/** Brings the followers of a registry to a level; those that Glue has set since stop following. */
export function moveFollowers(
  store: Store,
  registryName: string,
  compatibility: CompatibilityMode,
  now: string,
): void {
  store.run(
    `delete from confluent_follower where compatibility <>
       (select s.compatibility from schema s where s.id = confluent_follower.schema_id)`,
  );
  const followers = "select schema_id from confluent_follower";
  store.run(
    `update schema set compatibility = ?, updated_time = ?
     where registry_name = ? and compatibility <> ? and id in (${followers})`,
    compatibility,
    now,
    registryName,
    compatibility,
  );
  store.run(
    `update confluent_follower set compatibility = ? where schema_id in
       (select id from schema where registry_name = ?)`,
    compatibility,
    registryName,
  );
}
