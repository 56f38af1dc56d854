import { mskStorageDefaults } from "./aws-spec.ts";
import { kafkaDefaults } from "./kafka-spec.ts";
import { isRecord, type SpecPath, valueAt } from "./path.ts";
import { problemAt, type SpecProblem } from "./problems.ts";

/** What no single field of `aws` can say: ranges that are none, zones of another region, adoption half told. */
export function checkAws(input: unknown): SpecProblem[] {
  if (!isRecord(valueAt(input, ["aws"]))) return [];
  return [
    ...checkRanges(input),
    ...checkZones(input),
    ...checkSubnets(input),
    ...checkAdopted(input),
    ...checkStorage(input),
    ...checkBrokers(input),
  ];
}

/** First address and prefix length, or undefined where it is no IPv4 range. */
function readRange(text: string): { first: number; length: number } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, length = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || length > 32) return undefined;
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, length };
}

function checkRange(path: SpecPath, text: unknown, least: number, most: number): SpecProblem[] {
  if (typeof text !== "string" || !/^[\d.]+\/\d+$/.test(text)) return [];
  const range = readRange(text);
  const expectation = `expected an IPv4 range with a prefix from /${least} to /${most}`;
  if (range === undefined || range.length < least || range.length > most) {
    return [problemAt(path, text, expectation, "correct the range, such as 10.60.0.0/16")];
  }
  if (range.first % 2 ** (32 - range.length) !== 0) {
    return [
      problemAt(path, text, "expected the first address of the range", "set the host bits to 0"),
    ];
  }
  return [];
}

function checkRanges(input: unknown): SpecProblem[] {
  const vpc = ["aws", "vpc", "cidr"];
  const cidrs = valueAt(input, ["aws", "access", "cidrs"]);
  const list = Array.isArray(cidrs) ? cidrs : [];
  return [
    ...checkRange(vpc, valueAt(input, vpc), 16, 20),
    ...list.flatMap((text, index) => {
      const path = ["aws", "access", "cidrs", index];
      if (text === "0.0.0.0/0") {
        return [
          problemAt(path, text, "expected less than the whole internet", "name your own addresses"),
        ];
      }
      return checkRange(path, text, 8, 32);
    }),
  ];
}

function checkZones(input: unknown): SpecProblem[] {
  const path = ["aws", "vpc", "zones"];
  const zones = valueAt(input, path);
  if (!Array.isArray(zones)) return [];
  if (new Set(zones).size !== 3 || zones.length !== 3) {
    const expectation = "expected three different zones: three brokers and workers stand in three";
    return [problemAt(path, zones, expectation, "name three zones of the region")];
  }
  const region = valueAt(input, ["aws", "region"]);
  return zones.flatMap((zone, index) =>
    typeof zone !== "string" || typeof region !== "string" || zone.slice(0, -1) === region
      ? []
      : [problemAt([...path, index], zone, `expected a zone of ${region}`, "correct one of them")],
  );
}

function checkSubnets(input: unknown): SpecProblem[] {
  const adopted = valueAt(input, ["aws", "vpc", "existing"]);
  const path = ["aws", "vpc", "subnets"];
  const subnets = valueAt(input, path);
  if (adopted === undefined) {
    if (subnets === undefined) return [];
    return [
      problemAt(path, subnets, "expected only with vpc.existing", "remove them, or name the VPC"),
    ];
  }
  if (!Array.isArray(subnets)) return [];
  if (subnets.length === 3 && new Set(subnets).size === 3) return [];
  const expectation = "expected three private subnets of the adopted VPC, one in each zone";
  return [problemAt(path, subnets, expectation, "name them in the order of zones")];
}

function checkAdopted(input: unknown): SpecProblem[] {
  const path = ["aws", "rds", "existing"];
  const existing = valueAt(input, path);
  const sources = valueAt(input, ["sources"]);
  const problems: SpecProblem[] = [];
  if (isRecord(existing) && isRecord(sources)) {
    for (const [source, identifier] of Object.entries(existing)) {
      if (source in sources) continue;
      const expectation = `expected a source of the spec (${Object.keys(sources).join(", ")})`;
      problems.push(problemAt([...path, source], identifier, expectation, "correct the name"));
    }
  }
  // A new network cannot hold what lives in another one.
  if (valueAt(input, ["aws", "vpc", "existing"]) === undefined) {
    for (const part of ["eks", "msk"]) {
      const at = ["aws", part, "existing"];
      const value = valueAt(input, at);
      if (value === undefined) continue;
      const expectation = "expected aws.vpc.existing beside it: it lives in a VPC already";
      problems.push(problemAt(at, value, expectation, "name its VPC"));
    }
  }
  return problems;
}

function checkStorage(input: unknown): SpecProblem[] {
  const path = ["aws", "msk", "maxStorageGiB"];
  const most = valueAt(input, path) ?? mskStorageDefaults.maxStorageGiB;
  const least = valueAt(input, ["aws", "msk", "storageGiB"]) ?? mskStorageDefaults.storageGiB;
  if (typeof most !== "number" || typeof least !== "number" || most >= least) return [];
  return [problemAt(path, most, `expected at least storageGiB, which is ${least}`, "raise it")];
}

function checkBrokers(input: unknown): SpecProblem[] {
  const path = ["kafka", "brokers"];
  const { brokers } = kafkaDefaults(valueAt(input, ["kafka"]));
  if (brokers % 3 === 0) return [];
  if (valueAt(input, ["aws", "msk", "existing"]) !== undefined) return [];
  const expectation = "expected a multiple of 3 on AWS: MSK puts as many brokers into each zone";
  return [problemAt(path, brokers, expectation, "use 3, or an overlay of environments for AWS")];
}
