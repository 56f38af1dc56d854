/** A list price. */
export interface Price {
  readonly usd: number;
  readonly source: string;
  /** Month in which it was read. */
  readonly asOf: string;
  /** False where no source of AWS's own was at hand: `weir plan` says so. */
  readonly confirmed: boolean;
}

const price = (usd: number, source: string, asOf: string, confirmed = true): Price => ({
  usd,
  source,
  asOf,
  confirmed,
});

const eks = "https://aws.amazon.com/eks/pricing/";
const msk = "https://aws.amazon.com/msk/pricing/";
const rds = "https://aws.amazon.com/rds/mysql/pricing/";
const vpc = "https://aws.amazon.com/vpc/pricing/";
const ec2 = "https://aws.amazon.com/ec2/pricing/on-demand/";
const glue = "https://aws.amazon.com/glue/pricing/";
const s3 = "https://aws.amazon.com/s3/pricing/";
const cloudWatch = "https://aws.amazon.com/cloudwatch/pricing/";

/**
 * List prices in us-east-1 without free tiers, discounts and taxes; those per hour of nodes, brokers
 * and databases stand in instance-types.ts. Read from AWS's own scripts and from tools that carry
 * AWS's price list (infracost, August 2026), not from an account.
 */
export const listPrices = {
  eksClusterHour: price(0.1, eks, "2026-06"),
  ebsGp3GbMonth: price(0.08, "https://aws.amazon.com/ebs/pricing/", "2026-08"),
  mskStorageGbMonth: price(0.1, msk, "2026-08"),
  rdsStorageGbMonth: price(0.115, rds, "2026-06"),
  rdsBackupGbMonth: price(0.095, rds, "2026-08"),
  rdsExtendedSupportVcpuHour: price(0.1, rds, "2026-05"),
  natGatewayHour: price(0.045, vpc, "2026-08"),
  natGatewayGb: price(0.045, vpc, "2026-08"),
  publicIpv4Hour: price(0.005, vpc, "2026-08", false),
  interfaceEndpointHour: price(0.01, "https://aws.amazon.com/privatelink/pricing/", "2026-08"),
  interfaceEndpointGb: price(0.01, "https://aws.amazon.com/privatelink/pricing/", "2026-08"),
  /** Both directions together. */
  crossZoneGb: price(0.02, ec2, "2026-08"),
  glueDpuHour: price(0.44, glue, "2026-05"),
  s3StorageGbMonth: price(0.023, s3, "2026-08"),
  s3PutThousand: price(0.005, s3, "2026-08"),
  alarmMonth: price(0.1, cloudWatch, "2026-08"),
  dashboardMonth: price(3, cloudWatch, "2026-08"),
  /** A metric of its own, as MSK's PER_BROKER level has. */
  metricMonth: price(0.3, cloudWatch, "2026-08", false),
  logIngestGb: price(0.5, cloudWatch, "2026-08"),
  logStorageGbMonth: price(0.03, cloudWatch, "2026-08"),
  kmsKeyMonth: price(1, "https://aws.amazon.com/kms/pricing/", "2026-08"),
  kmsTenThousandRequests: price(0.03, "https://aws.amazon.com/kms/pricing/", "2026-08"),
  secretMonth: price(0.4, "https://aws.amazon.com/secrets-manager/pricing/", "2026-08"),
  ecrGbMonth: price(0.1, "https://aws.amazon.com/ecr/pricing/", "2026-08"),
} as const satisfies Record<string, Price>;

export type PriceTable = Readonly<Record<keyof typeof listPrices, Price>>;

/** Region whose list prices these are. */
export const priceRegion = "us-east-1";

/** What AWS itself reckons a month with. */
export const hoursPerMonth = 730;
