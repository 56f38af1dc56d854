import { resolve } from "node:path";
import { type PlatformInput, platformSpec } from "@weir/core";
import { type AwsPlatform, requireAws } from "../../src/aws-platform.ts";
import type { SynthInputs } from "../../src/synth-inputs.ts";

type AwsInput = Partial<NonNullable<PlatformInput["aws"]>>;

/** The smallest platform on AWS, with what a test changes. */
export function samplePlatform(
  aws: AwsInput = {},
  change: Partial<Omit<PlatformInput, "aws">> = {},
): AwsPlatform {
  return requireAws(
    platformSpec.parse({
      name: "legopoc",
      sources: { shop: { tables: ["test_db.person"] } },
      ...change,
      aws: { region: "eu-central-1", ...aws },
    }),
  );
}

/** Where a stack could differ: what is adopted, the network, several sources, the lake's cadence. */
export function samplePlatforms(): Readonly<Record<string, AwsPlatform>> {
  return {
    minimal: samplePlatform(),
    adopted: samplePlatform({
      account: "123456789012",
      vpc: { existing: "vpc-0abc1234567890123" },
      eks: { existing: "company" },
      msk: {
        existing:
          "arn:aws:kafka:eu-central-1:123456789012:cluster/company/0a1b2c3d-0000-1111-2222-333344445555-3",
      },
      rds: { existing: { shop: "shop-database" } },
      registry: { existing: true },
      bucket: { existing: "company-lake" },
    }),
    "adopted network": samplePlatform({
      vpc: {
        existing: "vpc-0abc1234567890123",
        subnets: [
          "subnet-0abc1234567890121",
          "subnet-0abc1234567890122",
          "subnet-0abc1234567890123",
        ],
      },
      connect: { image: "registry.example.com/connect:4" },
    }),
    "without NAT": samplePlatform({
      vpc: { nat: "none", cidr: "10.8.0.0/20" },
      tags: { team: "data" },
      alarms: { email: "on-call@example.com" },
    }),
    "NAT per zone": samplePlatform({
      region: "ap-northeast-1",
      vpc: {
        nat: "per-zone",
        zones: ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"],
      },
      eks: { instanceType: "m7i.large", nodes: 4 },
      access: {
        cidrs: ["203.0.113.0/24"],
        adminRoles: ["arn:aws:iam::123456789012:role/Admin"],
      },
    }),
    "two sources, exactly once": samplePlatform(
      {},
      {
        sources: {
          Shop_EU: {
            tables: ["shop.orders"],
            config: { "signal.enabled.channels": "source,kafka" },
          },
          warehouse: { tables: ["stock.items"], config: { "include.schema.changes": true } },
        },
        connect: { exactlyOnce: true },
      },
    ),
    "many sources and tables": samplePlatform(
      {},
      {
        sources: Object.fromEntries(
          Array.from({ length: 7 }, (_, source) => [
            `source${source}`,
            { tables: Array.from({ length: 7 }, (_, table) => `shop.table${table}`) },
          ]),
        ),
      },
    ),
    "continuous lake": samplePlatform({}, { lake: { cadence: "continuous" } }),
  };
}

/** What a synthesis takes from the machine; the plugin's content decides nothing here. */
export const sampleInputs: SynthInputs = {
  pluginJar: { sha512: "ab".repeat(64), content: new Uint8Array([1, 2, 3]) },
  lakehouseDirectory: resolve(import.meta.dirname, "../../../../lakehouse"),
};
