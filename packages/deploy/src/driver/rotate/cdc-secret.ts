import { randomBytes, randomUUID } from "node:crypto";
import { WeirError } from "@weir/core";
import type { SecretsManager } from "../../aws/secrets-manager.ts";

/** Username and password of a CDC user, as the secret holds them. Never printed. */
export interface CdcCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Where a rotation stands, as the staging labels of the secret say it:
 * `idle` no rotation; `pending` new credentials are stored, not in use; `promoted` they are the
 * current ones, and the user before is not locked yet.
 */
export type RotationState =
  | { readonly state: "idle"; readonly currentVersion: string }
  | { readonly state: "pending"; readonly currentVersion: string; readonly pendingVersion: string }
  | { readonly state: "promoted"; readonly retiringVersion: string };

const current = "AWSCURRENT";
const pending = "AWSPENDING";
/** Stands at the version before until its user is locked. */
const retiring = "WEIRRETIRING";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html */
export async function readRotationState(
  secrets: SecretsManager,
  secretId: string,
): Promise<RotationState> {
  const description = await secrets.describeSecret(secretId);
  if (description === undefined) {
    throw new WeirError("ROTATION_FAILED", `there is no secret ${secretId}`, {
      remedy: 'the step "data" makes it: deploy first',
    });
  }
  const holder = (label: string) =>
    Object.entries(description.stages).find(([, labels]) => labels.includes(label))?.[0];
  const [currentVersion, pendingVersion, retiringVersion] = [
    holder(current),
    holder(pending),
    holder(retiring),
  ];
  if (retiringVersion !== undefined && retiringVersion !== currentVersion) {
    return { state: "promoted", retiringVersion };
  }
  if (currentVersion === undefined) {
    throw new WeirError("ROTATION_FAILED", `the secret ${secretId} has no current version`);
  }
  if (pendingVersion !== undefined && pendingVersion !== currentVersion) {
    return { state: "pending", currentVersion, pendingVersion };
  }
  return { state: "idle", currentVersion };
}

/** @throws ROTATION_FAILED where the secret does not have the form of a CDC user's */
export async function readCredentials(
  secrets: SecretsManager,
  secretId: string,
  stage: "AWSCURRENT" | "AWSPENDING",
): Promise<CdcCredentials> {
  const text = await secrets.getSecretValue(secretId, stage);
  let parsed: Partial<CdcCredentials> | undefined;
  try {
    parsed = text === undefined ? undefined : JSON.parse(text);
  } catch {
    // The text stays out of the message: it may be the password.
  }
  const { username, password } = parsed ?? {};
  if (typeof username === "string" && typeof password === "string") return { username, password };
  throw new WeirError(
    "ROTATION_FAILED",
    `the ${stage} version of ${secretId} is no JSON with username and password`,
  );
}

/** Stores new credentials of the other user beside the current ones. */
export async function addPending(
  secrets: SecretsManager,
  secretId: string,
  username: string,
): Promise<void> {
  // Letters and digits only, as the first one: 48 bytes as base64url without its - and _.
  const password = randomBytes(48).toString("base64url").replace(/[-_]/g, "").slice(0, 32);
  const value: CdcCredentials = { username, password };
  await secrets.putSecretValue(secretId, JSON.stringify(value), {
    stages: [pending],
    clientToken: randomUUID(),
  });
}

/** Makes the pending version the current one, and marks the one before to be retired. */
export async function promote(
  secrets: SecretsManager,
  secretId: string,
  { currentVersion, pendingVersion }: { currentVersion: string; pendingVersion: string },
): Promise<void> {
  // The mark first: ended in between, the rotation is seen as pending and promotes again.
  await secrets.updateSecretVersionStage(secretId, retiring, { to: currentVersion });
  await secrets.updateSecretVersionStage(secretId, current, {
    to: pendingVersion,
    from: currentVersion,
  });
  await secrets.updateSecretVersionStage(secretId, pending, { from: pendingVersion });
}

/** Takes the mark off: the rotation is done. */
export async function finish(secrets: SecretsManager, secretId: string, retiringVersion: string) {
  await secrets.updateSecretVersionStage(secretId, retiring, { from: retiringVersion });
}
