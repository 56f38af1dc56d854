import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Stack } from "aws-cdk-lib/core";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { outputKey } from "../outputs.ts";
import type { FoundationResources } from "./foundation-resources.ts";

/** The first of the two users of a source; a rotation goes over to the other and back. */
export const firstCdcUser = "weir_cdc_a";

/**
 * User and password of the connector of a source. The value is generated once, when the secret is
 * made; `weir` replaces it at a rotation, and CloudFormation leaves it alone as long as
 * GenerateSecretString here stays as it is.
 */
export function createCdcSecret(
  stack: Stack,
  platform: AwsPlatform,
  foundation: FoundationResources,
  source: string,
): CfnSecret {
  return new CfnSecret(stack, `CdcSecretOf${outputKey(source)}`, {
    name: awsNames(platform).cdcSecret(source),
    description: `MySQL user of the connector of ${source}`,
    kmsKeyId: foundation.key.keyArn,
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ username: firstCdcUser }),
      generateStringKey: "password",
      passwordLength: 32,
      // 190 bits without; it passes unquoted through SQL, properties files and shells.
      excludePunctuation: true,
    },
  });
}
