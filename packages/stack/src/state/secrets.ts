import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StateDirectory } from "./state-directory.ts";

/** Files in `secrets/`. Workers may read `connect/` only, through Kafka's DirectoryConfigProvider. */
export const secretNames = {
  mysqlAdminPassword: "mysql-admin-password",
  mysqlCdcPassword: "connect/mysql-cdc-password",
} as const;

export type SecretName = (typeof secretNames)[keyof typeof secretNames];

export function readSecret(directory: StateDirectory, name: SecretName): string {
  return readFileSync(join(directory.secrets, name), "utf8");
}

/** Generates what is not there yet; a password lives as long as the data it opens. */
export function ensureSecret(directory: StateDirectory, name: SecretName): string {
  try {
    const secret = readSecret(directory, name);
    if (secret !== "") return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const secret = randomBytes(24).toString("base64url");
  writeSecret(directory, name, secret);
  return secret;
}

export function writeSecret(directory: StateDirectory, name: SecretName, secret: string): void {
  const file = join(directory.secrets, name);
  writeFileSync(`${file}.new`, secret, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
