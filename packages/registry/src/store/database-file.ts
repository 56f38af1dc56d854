/** The file before SQLite opens it: nothing here changes a byte. */
import { closeSync, existsSync, fsyncSync, openSync, readSync } from "node:fs";
import { WeirError } from "@weir/core";
import { migrations } from "./migrations.ts";

/** https://www.sqlite.org/fileformat.html#the_database_header */
const headerBytes = 100;
const magic = "SQLite format 3\0";
const userVersionOffset = 60;

/**
 * Read from the header, since opening a database may already change it: a log is played in.
 *
 * @throws WeirError REGISTRY_STORE_UNSUPPORTED
 */
export function assertReadableFile(databaseFile: string): void {
  if (!existsSync(databaseFile)) return;
  const header = Buffer.alloc(headerBytes);
  const file = openSync(databaseFile, "r");
  const length = readSync(file, header, 0, headerBytes, 0);
  closeSync(file);
  // SQLite makes the file empty and fills it at the first write.
  if (length === 0) return;
  if (length < headerBytes || header.toString("latin1", 0, magic.length) !== magic) {
    throw noDatabase(databaseFile);
  }
  assertReadableFormat(databaseFile, header.readUInt32BE(userVersionOffset));
}

/** @throws WeirError REGISTRY_STORE_UNSUPPORTED where a newer Weir wrote it. */
export function assertReadableFormat(databaseFile: string, format: number): void {
  if (format <= migrations.length) return;
  throw new WeirError(
    "REGISTRY_STORE_UNSUPPORTED",
    `${databaseFile} has format ${format}, this version of Weir reads up to ${migrations.length}`,
    { remedy: "use the version of Weir that wrote it, or another database file" },
  );
}

export function noDatabase(databaseFile: string, cause?: unknown): WeirError {
  return new WeirError("REGISTRY_STORE_UNSUPPORTED", `${databaseFile} is no SQLite database`, {
    cause,
    remedy: "name another database file",
  });
}

/** A new file's name is on disk only when its folder is. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
