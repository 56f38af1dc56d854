import type { AwsOptions } from "./aws-service.ts";
import { type CloudFormation, openCloudFormation } from "./cloudformation.ts";
import { type Ec2, openEc2 } from "./ec2.ts";
import { type Ecr, openEcr } from "./ecr.ts";
import { type Eks, openEks } from "./eks.ts";
import { type Glue, openGlue } from "./glue.ts";
import { type Kafka, openKafka } from "./kafka.ts";
import { openRds, type Rds } from "./rds.ts";
import { openS3, type S3 } from "./s3.ts";
import { openSecretsManager, type SecretsManager } from "./secrets-manager.ts";
import { openSts, type Sts } from "./sts.ts";

/** Every AWS service that the driver speaks to, each with exactly the calls that it uses. */
export interface AwsClients {
  readonly region: string;
  readonly cloudFormation: CloudFormation;
  readonly ec2: Ec2;
  readonly ecr: Ecr;
  readonly eks: Eks;
  readonly glue: Glue;
  readonly kafka: Kafka;
  readonly rds: Rds;
  readonly s3: S3;
  readonly secretsManager: SecretsManager;
  readonly sts: Sts;
  /** Ends the kept connections. */
  close(): void;
}

/**
 * Opens nothing yet: an SDK client is imported (30 to 80 ms) and connected with its first call.
 * Errors of every call are WeirErrors: AWS_CREDENTIALS_MISSING, AWS_CREDENTIALS_EXPIRED,
 * AWS_CREDENTIALS_REFUSED, AWS_ACCESS_DENIED, AWS_THROTTLED, AWS_UNREACHABLE, AWS_REGION_UNKNOWN,
 * AWS_REQUEST_FAILED, INTERRUPTED.
 */
export function openAws(options: AwsOptions): AwsClients {
  const clients = {
    cloudFormation: openCloudFormation(options),
    ec2: openEc2(options),
    ecr: openEcr(options),
    eks: openEks(options),
    glue: openGlue(options),
    kafka: openKafka(options),
    rds: openRds(options),
    s3: openS3(options),
    secretsManager: openSecretsManager(options),
    sts: openSts(options),
  };
  return {
    region: options.region,
    ...clients,
    close: () => {
      for (const client of Object.values(clients)) client.close();
    },
  };
}
