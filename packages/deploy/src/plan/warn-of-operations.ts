import type { AwsPlatform } from "../aws-platform.ts";
import type { PlanWarning } from "./deploy-plan.ts";
import { priceRegion } from "./prices.ts";
import { unusualZones } from "./regions.ts";
import { cadenceSeconds, glueDpus, runSeconds, tableCount, type Workload } from "./workload.ts";

/** Access, egress, alarms, single points of failure, the lake's runs, what is not proven. */
export function warnOfOperations(platform: AwsPlatform, workload: Workload): PlanWarning[] {
  return [
    ...warnOfAdopted(platform),
    ...warnOfZones(platform),
    ...warnOfAccess(platform),
    ...warnOfEgress(platform),
    ...warnOfWorkers(platform),
    ...warnOfRuns(platform, workload),
    ...warnOfFormat(platform),
    ...warnOfAlarms(platform),
  ];
}

/** What is adopted, as people would say it; empty where everything is new. */
export function adoptedParts({ aws }: AwsPlatform): string[] {
  const parts: [string, string | undefined][] = [
    ["VPC", aws.vpc.existing],
    ["EKS cluster", aws.eks.existing],
    ["MSK cluster", aws.msk.existing],
    ["bucket", aws.bucket.existing],
  ];
  const databases = Object.entries(aws.rds.existing).map(
    ([source, identifier]) => `database ${identifier} (${source})`,
  );
  return [
    ...parts.flatMap(([what, name]) => (name === undefined ? [] : [`${what} ${name}`])),
    ...databases,
    ...(aws.registry.existing ? ["registry"] : []),
  ];
}

function warnOfAdopted(platform: AwsPlatform): PlanWarning[] {
  const parts = adoptedParts(platform);
  if (parts.length === 0) return [];
  return [
    {
      code: "ADOPTED_NOT_CHECKED",
      message: `adopted, so neither priced nor looked at by plan: ${parts.join(", ")}`,
      remedy:
        "weir deploy lists in its preflight what is missing on them, before it makes anything",
    },
  ];
}

function warnOfZones({ aws }: AwsPlatform): PlanWarning[] {
  const letters = unusualZones[aws.region];
  if (letters === undefined || aws.vpc.zones !== undefined || aws.vpc.existing !== undefined) {
    return [];
  }
  const usual = letters.map((letter) => `"${aws.region}${letter}"`).join(", ");
  return [
    {
      code: "ZONES_NOT_STATED",
      message: `the zones ${letters.join(", ")} of ${aws.region} are a guess: accounts differ there`,
      remedy: `set aws.vpc.zones to what aws ec2 describe-availability-zones lists, usually [${usual}]`,
    },
  ];
}

function warnOfAccess({ aws }: AwsPlatform): PlanWarning[] {
  if (aws.access.cidrs.length > 0 || aws.eks.existing !== undefined) return [];
  return [
    {
      code: "API_IN_VPC_ONLY",
      message:
        "the Kubernetes API will be reached from inside the VPC only: deploy must run there, or through a VPN",
      remedy: "name your addresses in aws.access.cidrs to reach it from elsewhere",
    },
  ];
}

function warnOfEgress({ aws }: AwsPlatform): PlanWarning[] {
  if (aws.vpc.existing !== undefined || aws.vpc.nat === "per-zone") return [];
  if (aws.vpc.nat === "none") {
    return [
      {
        code: "NO_EGRESS",
        message: "without NAT no image, chart or jar comes from the internet",
        remedy: "mirror them inside the VPC and set aws.connect.image, or set aws.vpc.nat",
      },
    ];
  }
  return [
    {
      code: "EGRESS_IN_ONE_ZONE",
      message:
        "one NAT gateway: while its zone is lost no image is pulled from outside and no build runs; rows flow on",
      remedy: 'set aws.vpc.nat to "per-zone", which costs two gateways more',
    },
  ];
}

function warnOfWorkers({ connect }: AwsPlatform): PlanWarning[] {
  if (connect.workers >= 3) return [];
  return [
    {
      code: connect.workers === 1 ? "SINGLE_WORKER" : "FEW_WORKERS",
      message:
        connect.workers === 1
          ? "one worker: nobody takes over when it or its node is lost, and every update is an outage"
          : "two workers: while one is updated or lost nobody stands behind the other",
      remedy: "set connect.workers to 3",
    },
  ];
}

function warnOfRuns(platform: AwsPlatform, workload: Workload): PlanWarning[] {
  const { aws, lake } = platform;
  const dpus = glueDpus(aws.glue.workerType, aws.glue.workers);
  const period = cadenceSeconds(lake.cadence);
  const most = workload.changesPerSecondPerDpu * dpus;
  if (workload.changesPerSecond > most) {
    return [
      {
        code: "LAKE_TOO_SLOW",
        message: `${workload.changesPerSecond} changes/s are more than ${dpus} DPU take (assumed ${most}): the lake falls behind for ever`,
        remedy: "raise aws.glue.workers",
      },
    ];
  }
  if (period === undefined) return [];
  const seconds = Math.round(runSeconds(workload, period, { tables: tableCount(platform), dpus }));
  const limit = aws.glue.timeoutMinutes * 60;
  if (seconds <= period && seconds <= limit) return [];
  return [
    {
      code: "LAKE_RUN_LONG",
      message: `a run takes about ${seconds} s, more than ${seconds > limit ? `aws.glue.timeoutMinutes allows (${limit} s)` : `the ${period} s between two runs: every other start is refused`}`,
      remedy: "raise aws.glue.workers, or lengthen lake.cadence",
    },
  ];
}

function warnOfFormat({ registry }: AwsPlatform): PlanWarning[] {
  if (registry.kind === "confluent") {
    return [
      {
        code: "CONVERTER_NOT_PROVEN",
        message: `connectors speak to ${registry.url} with your converter ${registry.converter?.class}, which aws.connect.image has to bring: Weir has none and has not tried it`,
        remedy: 'try it with weir up first; or set registry.kind to "glue"',
      },
      {
        code: "LAKE_CANNOT_READ",
        message:
          "the lake reads records with AWS Glue's header only: its job is made, but its schedule is not started, and weir lake run refuses",
        remedy: 'set registry.kind to "glue" where the lake is wanted',
      },
    ];
  }
  if (registry.format !== "json") return [];
  return [
    {
      code: "FORMAT_NOT_PROVEN",
      message:
        "AWS's JSON Schema converter has not been run with this platform, and public reports contradict each other on whether Glue enforces compatibility for it",
      remedy:
        'set registry.format to "avro"; or give aws.connect.image, since the converter (software.amazon.glue:jsonschema-kafkaconnect-converter:1.1.27) could not be found where this was written',
    },
  ];
}

function warnOfAlarms({ aws }: AwsPlatform): PlanWarning[] {
  if (aws.alarms.email !== undefined) return [];
  return [
    {
      code: "ALARMS_UNHEARD",
      message: "alarms go to a topic that nobody is subscribed to",
      remedy: "set aws.alarms.email, or subscribe to the topic",
    },
  ];
}

/** Prices of another region, and of sizes that the tables do not have. */
export function warnOfPrices({ aws }: AwsPlatform, unknown: readonly string[]): PlanWarning[] {
  const warnings: PlanWarning[] = [];
  if (aws.region !== priceRegion) {
    warnings.push({
      code: "PRICES_OF_ANOTHER_REGION",
      message: `prices are list prices of ${priceRegion}; in ${aws.region} they differ, in most regions upwards`,
      remedy: "compare the larger items in the AWS Pricing Calculator",
    });
  }
  if (unknown.length > 0) {
    warnings.push({
      code: "PRICE_NOT_KNOWN",
      message: `no price is known of ${unknown.join(", ")}: it is missing in the total`,
      remedy: "look it up on AWS's pricing pages",
    });
  }
  return warnings;
}
