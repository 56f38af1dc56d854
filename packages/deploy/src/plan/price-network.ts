import {
  count,
  dollars,
  ofType,
  type PriceContext,
  type Priced,
  priceItem,
  round,
  say,
} from "./price-context.ts";
import { hoursPerMonth } from "./prices.ts";
import { propertyAt } from "./template.ts";
import { gbPerMonth } from "./workload.ts";

/** Charts, images of operators and jars of the image build, per month. */
const natGb = 20;
/** Glue, STS, Logs, ECR and EKS auth, per month. */
const endpointGb = 20;

/** NAT gateways, interface endpoints and what crosses zones. */
export function priceNetwork(context: PriceContext): Priced {
  return {
    items: [...natGateways(context), ...endpoints(context), ...crossZone(context)],
    unknown: [],
  };
}

function natGateways(context: PriceContext) {
  const gateways = ofType(context, "AWS::EC2::NatGateway").length;
  if (gateways === 0) return [];
  const { natGatewayHour: hour, natGatewayGb: gb, publicIpv4Hour: address } = context.prices;
  return [
    priceItem(
      "NAT gateways",
      gateways * (hour.usd + address.usd) * hoursPerMonth,
      `${count(gateways, "gateway")} at ${say(hour, "hour")}, each with a public address at ${say(address, "hour")}`,
    ),
    priceItem(
      "NAT data",
      natGb * gb.usd,
      `${natGb} GB of images, charts and jars (assumed) at ${say(gb, "GB")}`,
    ),
  ];
}

function endpoints(context: PriceContext) {
  // Each endpoint has a network interface, billed by the hour, in each of its subnets.
  const interfaces = ofType(context, "AWS::EC2::VPCEndpoint")
    .filter(({ properties }) => properties.VpcEndpointType === "Interface")
    .map(({ properties }) => {
      const subnets = propertyAt(properties, "SubnetIds");
      return Array.isArray(subnets) ? subnets.length : 3;
    });
  if (interfaces.length === 0) return [];
  const total = interfaces.reduce((sum, zones) => sum + zones, 0);
  const { interfaceEndpointHour: hour, interfaceEndpointGb: gb } = context.prices;
  return [
    priceItem(
      "interface endpoints",
      total * hour.usd * hoursPerMonth + endpointGb * gb.usd,
      `${count(interfaces.length, "endpoint")}, ${total} network interfaces over the zones at ${say(hour, "hour")}; ${endpointGb} GB (assumed) at ${say(gb, "GB")}`,
    ),
  ];
}

function crossZone({ prices, workload, resources }: PriceContext) {
  if (resources.length === 0) return [];
  const topicGb = gbPerMonth(workload, workload.bytesPerChange);
  const binlogGb = gbPerMonth(workload, workload.binlogBytesPerChange);
  // Source to worker, worker to leader, leader to Spark: each end stands in one of three zones.
  const crossing = (2 / 3) * (binlogGb + 2 * topicGb);
  return [
    priceItem(
      "cross-zone traffic",
      crossing * prices.crossZoneGb.usd,
      `${workload.changesPerSecond} changes/s: 2/3 of ${round(binlogGb, 0)} GB of binlog (${workload.binlogBytesPerChange} B each) and of 2 × ${round(topicGb, 0)} GB of records (${workload.bytesPerChange} B each: 212 measured in full lz4 batches, 759 in small ones) cross zones at ${dollars(prices.crossZoneGb.usd)} per GB, both directions`,
    ),
  ];
}
