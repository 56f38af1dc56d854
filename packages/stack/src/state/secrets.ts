import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
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
    return readSecret(directory, name);
  } catch {
    const secret = randomBytes(24).toString("base64url");
    writeSecret(directory, name, secret);
    return secret;
  }
}

export function writeSecret(directory: StateDirectory, name: SecretName, secret: string): void {
  writeFileSync(join(directory.secrets, name), secret, { mode: 0o600 });
}
