import { type AwsOptions, awsService, clientConfig } from "./aws-service.ts";

export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
}

/** Who the credentials belong to, and the credentials themselves for presigned requests. */
export function openSts(options: AwsOptions) {
  const service = awsService("sts", options, async () => {
    const sdk = await import("@aws-sdk/client-sts");
    return { sdk, client: new sdk.STSClient(clientConfig(options)) };
  });
  return {
    getCallerIdentity: (): Promise<CallerIdentity> =>
      service.call("GetCallerIdentity", async ({ sdk, client }, send) => {
        const { Account, Arn } = await client.send(new sdk.GetCallerIdentityCommand({}), send);
        return { account: Account ?? "", arn: Arn ?? "" };
      }),

    /** As the SDK's chain finds them; never printed. */
    resolveCredentials: () =>
      service.call("GetCallerIdentity", async ({ client }) => client.config.credentials()),

    close: service.close,
  };
}

export type Sts = ReturnType<typeof openSts>;
