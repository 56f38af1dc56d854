import { z } from "zod";

const cidr = z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, {
  error: "expected an IPv4 range such as 10.0.0.0/16",
});

const existing = (what: string, pattern: RegExp, example: string) =>
  z
    .string()
    .regex(pattern, { error: `expected ${example}` })
    .optional()
    .describe(`${what} to adopt; made new where absent.`);

const vpcSpec = z.strictObject({
  existing: existing("VPC", /^vpc-[0-9a-f]{4,17}$/, "a VPC id such as vpc-0abc12345678"),
  subnets: z
    .array(
      z.string().regex(/^subnet-[0-9a-f]{4,17}$/, {
        error: "expected a subnet id such as subnet-0abc12345678",
      }),
    )
    .optional()
    .describe(
      "Private subnets of the adopted VPC, one in each zone; `weir deploy` looks for them where absent.",
    ),
  cidr: cidr.default("10.60.0.0/16").describe("Range of the new VPC, /16 to /20."),
  zones: z
    .array(
      z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, {
        error: "expected a zone such as eu-central-1a",
      }),
    )
    .optional()
    .describe(
      "The three availability zones; where absent those that accounts usually have, mostly a, b and c.",
    ),
  nat: z
    .enum(["one", "per-zone", "none"])
    .default("one")
    .describe("NAT gateways; none needs mirrors of images and charts inside the VPC."),
});

const eksSpec = z.strictObject({
  existing: existing("EKS cluster", /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, "the name of a cluster"),
  instanceType: z.string().default("m7g.large").describe("EC2 type of the nodes."),
  nodes: z.int().min(3).max(30).default(3).describe("Nodes, spread over the three zones."),
});

/** Storage of each broker, in GiB; checks of the spec as written need it too. */
export const mskStorageDefaults = { storageGiB: 100, maxStorageGiB: 1_000 } as const;

const mskSpec = z.strictObject({
  existing: existing(
    "MSK cluster",
    /^arn:aws[a-z-]*:kafka:[a-z0-9-]+:\d{12}:cluster\/.+/,
    "the ARN of an MSK cluster",
  ),
  instanceType: z.string().default("kafka.m7g.large").describe("Type of the brokers."),
  storageGiB: z
    .int()
    .min(10)
    .max(16_384)
    .default(mskStorageDefaults.storageGiB)
    .describe("Storage of each broker at first."),
  maxStorageGiB: z
    .int()
    .min(10)
    .max(16_384)
    .default(mskStorageDefaults.maxStorageGiB)
    .describe("Up to where storage grows."),
});

const rdsSpec = z.strictObject({
  existing: z
    .record(
      z.string(),
      z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,62}$/, {
        error: "expected the identifier of an RDS instance",
      }),
    )
    .default({})
    .describe("RDS instances to adopt, by source; every other source gets a new one."),
  instanceType: z.string().default("db.m7g.large").describe("Type of the new instances."),
  storageGiB: z.int().min(20).max(65_536).default(100).describe("Storage of a new instance."),
  backupRetentionDays: z.int().min(1).max(35).default(7).describe("Automated backups are kept."),
  binlogRetentionHours: z
    .int()
    .min(1)
    .max(168)
    .default(72)
    .describe("Binlogs are kept that long: the longest outage without a new snapshot."),
});

const connectSpec = z.strictObject({
  image: z
    .string()
    .regex(/^[^\s:]+(:\d+)?[^\s]*[:@][^\s]+$/, { error: "expected an image with tag or digest" })
    .optional()
    .describe("Image of the workers with all plugins; built in the cluster where absent."),
  cpu: z.number().min(0.5).max(16).default(1).describe("vCPU of each worker."),
  memoryMiB: z.int().min(1_024).max(65_536).default(2_048).describe("Memory of each worker."),
});

const glueSpec = z.strictObject({
  workerType: z.enum(["G.1X", "G.2X", "G.4X"]).default("G.1X").describe("Glue worker type."),
  workers: z.int().min(2).max(50).default(2).describe("Glue workers, the driver's included."),
  timeoutMinutes: z.int().min(5).max(2_880).default(60).describe("A run is ended after that."),
});

/** Where on AWS the platform lives, what of it exists already, and how large the rest is. */
export const awsSpec = z.strictObject({
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: "expected a region such as eu-central-1" })
    .describe("AWS region."),
  account: z
    .string()
    .regex(/^\d{12}$/, { error: "expected the 12 digits of an account" })
    .optional()
    .describe("Account that the credentials must belong to; any where absent."),
  tags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .default({})
    .describe("Tags of every resource."),
  access: z
    .strictObject({
      cidrs: z
        .array(cidr)
        .default([])
        .describe("Ranges that may reach the Kubernetes API; only the VPC where empty."),
      adminRoles: z
        .array(
          z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+/, {
            error: "expected the ARN of an IAM role or user",
          }),
        )
        .default([])
        .describe(
          "IAM principals that administer the Kubernetes cluster beside the one that made it.",
        ),
    })
    .prefault({})
    .describe("Who reaches the Kubernetes API."),
  vpc: vpcSpec.prefault({}).describe("The network."),
  eks: eksSpec.prefault({}).describe("The Kubernetes cluster."),
  msk: mskSpec.prefault({}).describe("The Kafka cluster."),
  rds: rdsSpec.prefault({}).describe("The source databases."),
  connect: connectSpec.prefault({}).describe("Size and image of the Connect workers."),
  glue: glueSpec.prefault({}).describe("The Spark job."),
  registry: z
    .strictObject({
      existing: z
        .boolean()
        .default(false)
        .describe("The Glue registry of registry.name exists and is adopted."),
    })
    .prefault({})
    .describe("The schema registry."),
  bucket: z
    .strictObject({
      existing: existing(
        "S3 bucket of the lake",
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        "the name of a bucket",
      ),
    })
    .prefault({})
    .describe("The bucket of the lake, plugins and job files."),
  alarms: z
    .strictObject({
      email: z
        .email({ error: "expected an e-mail address" })
        .optional()
        .describe("Subscribed to the alarm topic."),
    })
    .prefault({})
    .describe("Where alarms go."),
  logRetentionDays: z
    .literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365])
    .default(30)
    .describe("Logs are kept that long."),
});

export type AwsSpec = z.output<typeof awsSpec>;
