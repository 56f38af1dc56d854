import { planConverter, planWorkerProfile } from "@weir/connect";
import { nearMatch, type SpecProblem } from "@weir/core";
import type { AwsPlatform } from "../aws-platform.ts";
import { checkCadence } from "../infrastructure/glue-schedule.ts";
import { checkSourceVersions } from "../infrastructure/rds-versions.ts";
import { versions } from "../versions.ts";
import { checkNodes } from "./check-nodes.ts";
import { brokerTypes, databaseTypes, isDatabaseType } from "./instance-types.ts";
import { connectionLimits, connectionsPerBroker, partitionsPerBroker } from "./kafka-clients.ts";
import { commercialRegions, twoZoneRegions } from "./regions.ts";
import { unknownType } from "./unknown-type.ts";

/**
 * What is right in itself but cannot work on AWS: unknown region and types, nodes and brokers that are
 * too small, releases that RDS does not have,
 * formats without converter, cadences that no trigger keeps. Every problem at once; adopted parts are not looked at here.
 */
export function checkAwsPlatform(platform: AwsPlatform): SpecProblem[] {
  return [
    ...checkRegion(platform),
    ...checkNodes(platform),
    ...checkBrokers(platform),
    ...checkDatabases(platform),
    ...checkSourceVersions(platform),
    ...checkFormat(platform),
    ...checkCadence(platform),
  ];
}

function checkRegion({ aws }: AwsPlatform): SpecProblem[] {
  const at = { path: "aws.region", value: aws.region };
  if (!commercialRegions.includes(aws.region)) {
    const match = nearMatch(aws.region, commercialRegions);
    const foreign = /^(cn|us-gov|us-iso|eusc|eu-isoe)/.test(aws.region);
    return [
      {
        ...at,
        expectation: foreign
          ? "expected a commercial region: this one is of a partition with accounts and endpoints of its own"
          : "expected a region of AWS",
        remedy:
          match === undefined ? "choose one such as eu-central-1" : `did you mean "${match}"?`,
      },
    ];
  }
  if (!twoZoneRegions.includes(aws.region) || aws.vpc.existing !== undefined) return [];
  return [
    {
      ...at,
      expectation: "expected a region with three zones, and an account has two in this one",
      remedy: "choose another one, such as us-west-2",
    },
  ];
}

function checkBrokers(platform: AwsPlatform): SpecProblem[] {
  const { msk } = platform.aws;
  if (msk.existing !== undefined) return [];
  const at = { path: "aws.msk.instanceType", value: msk.instanceType };
  const broker = brokerTypes.get(msk.instanceType);
  if (broker === undefined) {
    return [{ ...at, ...unknownType("an MSK Standard broker", msk.instanceType, brokerTypes) }];
  }
  const problems: SpecProblem[] = [];
  if (!broker.takesKraft) {
    problems.push({
      ...at,
      expectation: `expected a type that runs Kafka ${versions.msk}: this one takes no KRaft`,
      remedy: "choose kafka.m7g.large or larger",
    });
  }
  const partitions = partitionsPerBroker(platform);
  if (partitions > broker.mostPartitions) {
    problems.push({
      ...at,
      expectation: `expected brokers for ${partitions} partitions each with their copies, and it takes ${broker.mostPartitions}`,
      remedy: "choose a larger type, or more kafka.brokers",
    });
  }
  const connections = connectionsPerBroker(platform);
  if (connections > connectionLimits.perBroker) {
    problems.push({
      ...at,
      expectation: `expected at most ${connectionLimits.perBroker} IAM connections to each broker, and there are about ${connections}`,
      remedy: "bring fewer sources into one platform",
    });
  }
  const rate = connectionLimits.perSecond(msk.instanceType);
  const { sessionTimeoutMs } = planWorkerProfile(Object.keys(platform.sources).length);
  const wait = connections / rate;
  // Only the small type: elsewhere a warning says it.
  if (rate < 100 && wait * 1_000 > sessionTimeoutMs) {
    problems.push({
      ...at,
      expectation: `expected a broker that takes ${connections} IAM connections within the workers' session of ${sessionTimeoutMs / 1_000} s, and this one takes ${rate} in a second: ${Math.ceil(wait)} s`,
      remedy: "choose kafka.m7g.large, which takes 100 in a second",
    });
  }
  return problems;
}

function checkDatabases({ aws, sources }: AwsPlatform): SpecProblem[] {
  const fresh = Object.keys(sources).some((source) => aws.rds.existing[source] === undefined);
  if (!fresh || isDatabaseType(aws.rds.instanceType)) return [];
  const { instanceType } = aws.rds;
  return [
    {
      path: "aws.rds.instanceType",
      value: instanceType,
      ...unknownType("an RDS for MySQL", instanceType, databaseTypes),
    },
  ];
}

function checkFormat(platform: AwsPlatform): SpecProblem[] {
  const { format, kind } = platform.registry;
  // The user's own converter, whatever it writes.
  if (kind === "confluent") return checkLakeOfConfluent(platform);
  const plan = planConverter(platform, { region: platform.aws.region });
  const at = { path: "registry.format", value: format };
  if (format === "protobuf") {
    return [
      {
        ...at,
        expectation:
          "expected avro or json: AWS's Protobuf converter cannot carry a Debezium envelope, whose nested records have names with dots, and it numbers fields by column order",
        remedy: 'set registry.format to "avro"',
      },
    ];
  }
  if (plan.ok) return [];
  return [{ ...at, expectation: `expected another format: ${plan.reason}`, remedy: plan.remedy }];
}

/** A scheduled job is made and not started; a stream is started by every deployment. */
function checkLakeOfConfluent({ lake }: AwsPlatform): SpecProblem[] {
  if (lake.cadence !== "continuous") return [];
  return [
    {
      path: "lake.cadence",
      value: lake.cadence,
      expectation:
        "expected a period: the lake cannot read records of registry.kind confluent, and a stream would quarantine each",
      remedy: "leave lake.cadence out",
    },
  ];
}
