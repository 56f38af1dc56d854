import { Repository, RepositoryEncryption, TagMutability, TagStatus } from "aws-cdk-lib/aws-ecr";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { RemovalPolicy, type Stack } from "aws-cdk-lib/core";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";

/** As many older builds stay for a way back. */
const keptBuilds = 20;

/**
 * Repository of the workers' image. Its tags can be moved: Strimzi pushes every build of a
 * KafkaConnect under the one tag of `build.output.image`, also when only the base image is new. The
 * workers run by the digest of a build, so that a moved tag changes none of them.
 */
export function createConnectRepository(
  stack: Stack,
  platform: AwsPlatform,
  key: IKey,
): Repository {
  return new Repository(stack, "ConnectRepository", {
    repositoryName: awsNames(platform).ecrRepository,
    imageScanOnPush: true,
    imageTagMutability: TagMutability.MUTABLE,
    encryption: RepositoryEncryption.KMS,
    encryptionKey: key,
    lifecycleRules: [
      {
        description: `builds without a tag beyond the last ${keptBuilds}`,
        tagStatus: TagStatus.UNTAGGED,
        maxImageCount: keptBuilds,
      },
    ],
    // Images are built from the spec: nothing is lost with them.
    removalPolicy: RemovalPolicy.DESTROY,
    emptyOnDelete: true,
  });
}
