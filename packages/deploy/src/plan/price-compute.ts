import { brokerTypes, databaseTypes, nodeTypes } from "./instance-types.ts";
import {
  dollars,
  ofType,
  type PriceContext,
  type Priced,
  priceItem,
  say,
} from "./price-context.ts";
import { hoursPerMonth } from "./prices.ts";
import { numberAt, propertyAt, type TemplateResource, textAt } from "./template.ts";

/** Kubernetes: control plane, nodes and their disks. */
export function priceKubernetes(context: PriceContext): Priced {
  const { prices } = context;
  const unknown: string[] = [];
  const clusters = ofType(context, "AWS::EKS::Cluster");
  const items = clusters.map(() =>
    priceItem(
      "EKS control plane",
      prices.eksClusterHour.usd * hoursPerMonth,
      `${say(prices.eksClusterHour, "hour")}, a Kubernetes version in standard support`,
    ),
  );
  // Weir has a node group for each zone: one line says more than three.
  const byType = new Map<string, { nodes: number; diskGiB: number }>();
  for (const group of ofType(context, "AWS::EKS::Nodegroup")) {
    const type = firstText(propertyAt(group.properties, "InstanceTypes"));
    const nodes = numberAt(group.properties, "ScalingConfig/DesiredSize");
    if (type === undefined || nodes === undefined || !nodeTypes.has(type)) {
      unknown.push(`nodes of ${group.id} (${type ?? "type not known"})`);
      continue;
    }
    const sum = byType.get(type) ?? { nodes: 0, diskGiB: 0 };
    const diskGiB = sum.diskGiB + nodes * diskGiBOf(context, group);
    byType.set(type, { nodes: sum.nodes + nodes, diskGiB });
  }
  for (const [type, { nodes, diskGiB }] of byType) {
    const hour = nodeTypes.get(type)?.usdPerHour ?? 0;
    items.push(
      priceItem(
        "EKS nodes",
        nodes * hour * hoursPerMonth,
        `${nodes} × ${type} at ${dollars(hour)} per hour, on demand`,
      ),
      priceItem(
        "EKS node disks",
        diskGiB * prices.ebsGp3GbMonth.usd,
        `${nodes} disks, ${diskGiB} GiB of gp3 together at ${say(prices.ebsGp3GbMonth, "GB-month")}`,
      ),
    );
  }
  return { items, unknown };
}

/** Of each node: the group's own size, else its launch template's, else EKS's default of 20 GiB. */
function diskGiBOf(context: PriceContext, group: TemplateResource): number {
  const own = numberAt(group.properties, "DiskSize");
  if (own !== undefined) return own;
  const sizes = ofType(context, "AWS::EC2::LaunchTemplate").flatMap(({ properties }) => {
    const devices = propertyAt(properties, "LaunchTemplateData/BlockDeviceMappings");
    return Array.isArray(devices)
      ? devices.flatMap((device) => numberAt(device, "Ebs/VolumeSize") ?? [])
      : [];
  });
  return sizes[0] ?? 20;
}

function firstText(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return typeof first === "string" ? first : undefined;
}

/** Kafka: brokers and their storage. */
export function priceKafka(context: PriceContext): Priced {
  const { prices } = context;
  const unknown: string[] = [];
  const items = ofType(context, "AWS::MSK::Cluster").flatMap(({ id, properties }) => {
    const type = textAt(properties, "BrokerNodeGroupInfo/InstanceType") ?? "";
    const brokers = numberAt(properties, "NumberOfBrokerNodes");
    const broker = brokerTypes.get(type);
    if (broker === undefined || brokers === undefined) {
      unknown.push(`brokers of ${id} (${type})`);
      return [];
    }
    const volume = "BrokerNodeGroupInfo/StorageInfo/EBSStorageInfo/VolumeSize";
    const gib = numberAt(properties, volume) ?? context.platform.aws?.msk.storageGiB ?? 100;
    return [
      priceItem(
        "MSK brokers",
        brokers * broker.usdPerHour * hoursPerMonth,
        `${brokers} × ${type} at ${dollars(broker.usdPerHour)} per hour; replication between brokers is free`,
      ),
      priceItem(
        "MSK storage",
        brokers * gib * prices.mskStorageGbMonth.usd,
        `${brokers} × ${gib} GiB at ${say(prices.mskStorageGbMonth, "GB-month")}, before storage scaling`,
      ),
    ];
  });
  return { items, unknown };
}

/** Source databases: instances, storage, backups, and what an old release costs on top. */
export function priceDatabases(context: PriceContext): Priced {
  const unknown: string[] = [];
  const items = ofType(context, "AWS::RDS::DBInstance").flatMap(({ id, properties }) => {
    const name = textAt(properties, "DBInstanceIdentifier") ?? id;
    const type = textAt(properties, "DBInstanceClass") ?? "";
    const database = databaseTypes.get(type);
    const gib = numberAt(properties, "AllocatedStorage");
    if (database === undefined || gib === undefined) {
      unknown.push(`database ${name} (${type})`);
      return [];
    }
    const copies = propertyAt(properties, "MultiAZ") === true ? 2 : 1;
    const zones = copies === 2 ? "Multi-AZ: two instances" : "one instance";
    const { prices } = context;
    const hour = `${dollars(database.usdPerHour)} per hour${database.confirmed ? "" : " (not confirmed: published figures differ by up to 4 %)"}`;
    const days = numberAt(properties, "BackupRetentionPeriod") ?? 1;
    const extended = (textAt(properties, "EngineVersion") ?? "").startsWith("8.0");
    const support = prices.rdsExtendedSupportVcpuHour;
    return [
      priceItem(
        `RDS instance ${name}`,
        copies * database.usdPerHour * hoursPerMonth,
        `${zones} of ${type} at ${hour}`,
      ),
      priceItem(
        `RDS storage ${name}`,
        copies * gib * prices.rdsStorageGbMonth.usd,
        `${copies} × ${gib} GiB of gp3 at ${say(prices.rdsStorageGbMonth, "GB-month")}`,
      ),
      priceItem(
        `RDS backups ${name}`,
        0,
        `kept ${days} days; free up to ${gib} GB, then ${say(prices.rdsBackupGbMonth, "GB-month")}`,
      ),
      ...(extended
        ? [
            priceItem(
              `RDS extended support ${name}`,
              copies * database.vcpu * support.usd * hoursPerMonth,
              `MySQL 8.0 left standard support on 2026-07-31: ${copies} × ${database.vcpu} vCPU at ${say(support, "vCPU-hour")}`,
            ),
          ]
        : []),
    ];
  });
  return { items, unknown };
}

/** KMS keys, secrets, images. */
export function priceSecurity(context: PriceContext): Priced {
  const { prices, platform } = context;
  const keys = ofType(context, "AWS::KMS::Key").length;
  const managed = ofType(context, "AWS::RDS::DBInstance").filter(
    ({ properties }) => propertyAt(properties, "ManageMasterUserPassword") === true,
  ).length;
  const secrets = ofType(context, "AWS::SecretsManager::Secret").length + managed;
  const repositories = ofType(context, "AWS::ECR::Repository").length;
  const tenThousands = 10;
  const imagesGb = 5;
  const items = [];
  if (keys > 0) {
    const requests = tenThousands * prices.kmsTenThousandRequests.usd;
    items.push(
      priceItem(
        "KMS keys",
        keys * prices.kmsKeyMonth.usd + requests,
        `${keys} at ${say(prices.kmsKeyMonth, "month")}; 100,000 requests (assumed) at ${say(prices.kmsTenThousandRequests, "10,000")}; each yearly rotation adds ${dollars(prices.kmsKeyMonth.usd)}, twice at most`,
      ),
    );
  }
  if (secrets > 0) {
    items.push(
      priceItem(
        "Secrets Manager",
        secrets * prices.secretMonth.usd,
        `${secrets} secrets (${managed} of them made by RDS) at ${say(prices.secretMonth, "month")}`,
      ),
    );
  }
  if (repositories > 0 && platform.aws?.connect.image === undefined) {
    items.push(
      priceItem(
        "ECR images",
        imagesGb * prices.ecrGbMonth.usd,
        `${imagesGb} GB of images (assumed) at ${say(prices.ecrGbMonth, "GB-month")}; scanning on push is free`,
      ),
    );
  }
  return { items, unknown: [] };
}
