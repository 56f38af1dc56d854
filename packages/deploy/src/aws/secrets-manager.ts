import { type AwsOptions, awsService, clientConfig } from "./aws-service.ts";

export interface SecretDescription {
  readonly arn: string | undefined;
  /** Staging labels by version id. */
  readonly stages: Readonly<Record<string, readonly string[]>>;
}

export function openSecretsManager(options: AwsOptions) {
  const service = awsService("secretsmanager", options, async () => {
    const sdk = await import("@aws-sdk/client-secrets-manager");
    return { sdk, client: new sdk.SecretsManagerClient(clientConfig(options)) };
  });
  const gone = ["ResourceNotFoundException"];
  return {
    /** Undefined where there is no such secret. */
    describeSecret: (secretId: string): Promise<SecretDescription | undefined> =>
      service.callOptional("DescribeSecret", gone, async ({ sdk, client }, send) => {
        const answer = await client.send(
          new sdk.DescribeSecretCommand({ SecretId: secretId }),
          send,
        );
        return { arn: answer.ARN, stages: answer.VersionIdsToStages ?? {} };
      }),

    /** Undefined where no version carries the label. */
    getSecretValue: (secretId: string, stage: string): Promise<string | undefined> =>
      service.callOptional("GetSecretValue", gone, async ({ sdk, client }, send) => {
        const command = new sdk.GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
        return (await client.send(command, send)).SecretString;
      }),

    /** Adds a version with these labels; the same token twice adds one. */
    putSecretValue: (
      secretId: string,
      value: string,
      { stages, clientToken }: { readonly stages: readonly string[]; readonly clientToken: string },
    ): Promise<string> =>
      service.call("PutSecretValue", async ({ sdk, client }, send) => {
        const answer = await client.send(
          new sdk.PutSecretValueCommand({
            SecretId: secretId,
            SecretString: value,
            VersionStages: [...stages],
            ClientRequestToken: clientToken,
          }),
          send,
        );
        return answer.VersionId ?? clientToken;
      }),

    /** Moves a staging label, adds it (no `from`), or removes it (no `to`). */
    updateSecretVersionStage: (
      secretId: string,
      stage: string,
      { to, from }: { readonly to?: string | undefined; readonly from?: string | undefined },
    ): Promise<void> =>
      service.call("UpdateSecretVersionStage", async ({ sdk, client }, send) => {
        const command = new sdk.UpdateSecretVersionStageCommand({
          SecretId: secretId,
          VersionStage: stage,
          ...(to === undefined ? {} : { MoveToVersionId: to }),
          ...(from === undefined ? {} : { RemoveFromVersionId: from }),
        });
        await client.send(command, send);
      }),

    close: service.close,
  };
}

export type SecretsManager = ReturnType<typeof openSecretsManager>;
