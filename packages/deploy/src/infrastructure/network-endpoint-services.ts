import type { AwsPlatform } from "../aws-platform.ts";

/**
 * AWS services that the platform's own VPC reaches without the internet, each by an interface
 * endpoint in three zones and therefore with a price. Last part of the service name, as in
 * `com.amazonaws.<region>.ecr.api`. None for an adopted VPC: it has its own paths.
 */
export function interfaceEndpointServices({ aws }: Pick<AwsPlatform, "aws">): readonly string[] {
  if (aws.vpc.existing !== undefined) return [];
  return aws.vpc.nat === "none" ? [...always, ...withoutNat] : always;
}

/** What workers, jobs and the lake call all day: credentials, images, schemas, secrets, logs. */
const always = ["ecr.api", "ecr.dkr", "eks-auth", "glue", "logs", "secretsmanager", "sts"] as const;

/**
 * What nodes call when they start (ec2, eks), the Glue job for its metrics (monitoring) and its
 * security configuration (kms): through the NAT gateway where there is one.
 */
const withoutNat = ["ec2", "eks", "kms", "monitoring"] as const;
