import { WeirError } from "@weir/core";
import { type AwsOptions, awsService, clientConfig } from "./aws-service.ts";

const uploadTimeoutMs = 10 * 60_000;

/** The operations on objects and buckets that deploying and destroying need. */
export function openS3(options: AwsOptions) {
  const service = awsService("s3", options, async () => {
    const sdk = await import("@aws-sdk/client-s3");
    // A fake has one host name, not one for each bucket.
    const config = { ...clientConfig(options), forcePathStyle: options.endpoint !== undefined };
    return { sdk, client: new sdk.S3Client(config) };
  });
  return {
    /** Where CloudFormation reads an object: it knows URLs of S3 only. */
    objectUrl(bucket: string, key: string): string {
      if (options.endpoint !== undefined) return `${options.endpoint}/${bucket}/${key}`;
      const suffix = options.region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
      return `https://${bucket}.s3.${options.region}.${suffix}/${key}`;
    },

    /** Undefined where there is no such bucket; AWS_ACCESS_DENIED where it is another account's. */
    headBucket: (bucket: string): Promise<{ readonly region: string | undefined } | undefined> =>
      service.callOptional("HeadBucket", ["NotFound", "NoSuchBucket"], async (opened, send) => {
        const { sdk, client } = opened;
        const answer = await client.send(new sdk.HeadBucketCommand({ Bucket: bucket }), send);
        return { region: answer.BucketRegion };
      }),

    /** "Enabled", "Suspended", or undefined where it never was. */
    getBucketVersioning: (bucket: string): Promise<string | undefined> =>
      service.call("GetBucketVersioning", async ({ sdk, client }, send) => {
        const command = new sdk.GetBucketVersioningCommand({ Bucket: bucket });
        return (await client.send(command, send)).Status;
      }),

    /** Size in bytes, undefined where there is no such object. */
    headObject: (bucket: string, key: string): Promise<number | undefined> =>
      service.callOptional("HeadObject", ["NotFound", "NoSuchKey"], async (opened, send) => {
        const { sdk, client } = opened;
        const command = new sdk.HeadObjectCommand({ Bucket: bucket, Key: key });
        return (await client.send(command, send)).ContentLength ?? 0;
      }),

    /** Undefined where there is no such object. */
    getObject: (bucket: string, key: string): Promise<Buffer | undefined> =>
      service.callOptional("GetObject", ["NotFound", "NoSuchKey"], async (opened, send) => {
        const { sdk, client } = opened;
        const { Body } = await client.send(
          new sdk.GetObjectCommand({ Bucket: bucket, Key: key }),
          send,
        );
        return Buffer.from((await Body?.transformToByteArray()) ?? new Uint8Array());
      }),

    putObject: (bucket: string, key: string, body: string | Uint8Array): Promise<void> =>
      service.call("PutObject", async ({ sdk, client }, send) => {
        const command = new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: body });
        // A jar of 50 MB over a slow line takes longer than an answer may.
        const requestTimeout = Math.max(options.requestTimeoutMs ?? 0, uploadTimeoutMs);
        await client.send(command, { ...send, requestTimeout });
      }),

    /**
     * Deletes every object, version and delete marker, a thousand at a time.
     *
     * @returns how many
     */
    async emptyBucket(bucket: string, report: (deleted: number) => void): Promise<number> {
      let deleted = 0;
      for (;;) {
        const objects = await service.call("ListObjectVersions", async (opened, send) => {
          const { sdk, client } = opened;
          const page = await client.send(
            new sdk.ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1_000 }),
            send,
          );
          return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(
            ({ Key, VersionId }) => ({ Key, VersionId }),
          );
        });
        if (objects.length === 0) return deleted;
        const failed = await service.call("DeleteObjects", async ({ sdk, client }, send) => {
          const command = new sdk.DeleteObjectsCommand({
            Bucket: bucket,
            Delete: { Objects: objects, Quiet: true },
          });
          return (await client.send(command, send)).Errors?.[0];
        });
        if (failed !== undefined) {
          throw new WeirError(
            "AWS_REQUEST_FAILED",
            `s3:DeleteObjects failed: ${failed.Key} of ${bucket}: ${failed.Code} ${failed.Message ?? ""}`,
          );
        }
        deleted += objects.length;
        report(deleted);
      }
    },

    async deleteBucket(bucket: string): Promise<void> {
      await service.callOptional(
        "DeleteBucket",
        ["NoSuchBucket"],
        async ({ sdk, client }, send) => {
          await client.send(new sdk.DeleteBucketCommand({ Bucket: bucket }), send);
        },
      );
    },

    close: service.close,
  };
}

export type S3 = ReturnType<typeof openS3>;
