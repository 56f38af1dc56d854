import { WeirError } from "@weir/core";
import { type AwsOptions, awsService, clientConfig } from "./aws-service.ts";

export interface RegistryLogin {
  /** Host of the image registry. */
  readonly registry: string;
  readonly username: string;
  readonly password: string;
}

export function openEcr(options: AwsOptions) {
  const service = awsService("ecr", options, async () => {
    const sdk = await import("@aws-sdk/client-ecr");
    return { sdk, client: new sdk.ECRClient(clientConfig(options)) };
  });
  return {
    /** A login of 12 hours for every repository that the credentials may push to. */
    getLogin: (): Promise<RegistryLogin> =>
      service.call("GetAuthorizationToken", async ({ sdk, client }, send) => {
        const answer = await client.send(new sdk.GetAuthorizationTokenCommand({}), send);
        const { authorizationToken = "", proxyEndpoint = "" } = answer.authorizationData?.[0] ?? {};
        const plain = Buffer.from(authorizationToken, "base64").toString("utf8");
        const colon = plain.indexOf(":");
        if (colon < 0 || proxyEndpoint === "") {
          throw new WeirError("AWS_REQUEST_FAILED", "ecr:GetAuthorizationToken gave no login");
        }
        return {
          registry: proxyEndpoint.replace(/^https:\/\//, ""),
          username: plain.slice(0, colon),
          password: plain.slice(colon + 1),
        };
      }),

    /** Deletes every image, tagged or not; a repository with images cannot be deleted. */
    async deleteImages(repositoryName: string): Promise<number> {
      let deleted = 0;
      for (;;) {
        const images = await service.callOptional(
          "ListImages",
          ["RepositoryNotFoundException"],
          async ({ sdk, client }, send) => {
            const command = new sdk.ListImagesCommand({ repositoryName, maxResults: 100 });
            return (await client.send(command, send)).imageIds ?? [];
          },
        );
        if (images === undefined || images.length === 0) return deleted;
        const left = await service.call("BatchDeleteImage", async ({ sdk, client }, send) => {
          const command = new sdk.BatchDeleteImageCommand({ repositoryName, imageIds: images });
          const { failures = [] } = await client.send(command, send);
          const [first] = failures;
          // An image that an index names goes in the next turn, after its index.
          if (first !== undefined && failures.length >= images.length)
            throw new Error(first.failureReason ?? first.failureCode);
          return failures.length;
        });
        deleted += images.length - left;
      }
    },

    close: service.close,
  };
}

export type Ecr = ReturnType<typeof openEcr>;
