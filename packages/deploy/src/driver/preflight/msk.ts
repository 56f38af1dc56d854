import type { DriverContext } from "../deploy-step.ts";
import { blocks, type PreflightFinding, warns } from "./finding.ts";
import { allowsTcp, type Caller } from "./security-group-path.ts";

const iamPort = 9098;

/** What an adopted MSK cluster lacks. */
export async function checkMsk(
  { aws, platform }: Pick<DriverContext, "aws" | "platform">,
  caller: Caller,
): Promise<PreflightFinding[]> {
  const { existing } = platform.aws.msk;
  if (existing === undefined) return [];
  const cluster = await aws.kafka.describeCluster(existing);
  if (cluster === undefined) {
    const message = `there is no MSK cluster ${existing}`;
    return [blocks("msk", { code: "MSK_ABSENT", message, remedy: "correct aws.msk.existing" })];
  }
  const findings: PreflightFinding[] = [];
  const name = cluster.ClusterName;
  if (cluster.State !== "ACTIVE") {
    const message = `MSK cluster ${name} is ${cluster.State}`;
    findings.push(
      blocks("msk", { code: "MSK_NOT_ACTIVE", message, remedy: "wait until it is ACTIVE" }),
    );
  }
  const provisioned = cluster.Provisioned;
  if (provisioned === undefined) {
    const message = `MSK cluster ${name} is serverless: it has no group session limits and no open monitoring`;
    const remedy = "use a provisioned cluster with three brokers";
    return [...findings, blocks("msk", { code: "MSK_SERVERLESS", message, remedy })];
  }
  if (provisioned.ClientAuthentication?.Sasl?.Iam?.Enabled !== true) {
    findings.push(
      blocks("msk", {
        code: "MSK_IAM_OFF",
        message: `MSK cluster ${name} has no IAM authentication`,
        remedy: "turn on IAM access control (aws kafka update-security)",
      }),
    );
  }
  const brokers = provisioned.NumberOfBrokerNodes ?? 0;
  const { replicationFactor } = platform.kafka;
  if (brokers < replicationFactor) {
    findings.push(
      blocks("msk", {
        code: "MSK_TOO_FEW_BROKERS",
        message: `MSK cluster ${name} has ${brokers} brokers, kafka.replicationFactor is ${replicationFactor}`,
        remedy: "add brokers, or lower kafka.replicationFactor",
      }),
    );
  }
  const groups = await aws.ec2.describeSecurityGroups(
    provisioned.BrokerNodeGroupInfo?.SecurityGroups ?? [],
  );
  if (!allowsTcp(groups, iamPort, caller)) {
    findings.push(
      blocks("msk", {
        code: "MSK_NO_PATH",
        message: `no security group of MSK cluster ${name} lets the nodes reach port ${iamPort}`,
        remedy: `allow TCP ${iamPort} from ${caller.cidr ?? "the VPC's range"}`,
      }),
    );
  }
  const { ConfigurationArn, ConfigurationRevision } = provisioned.CurrentBrokerSoftwareInfo ?? {};
  const properties =
    ConfigurationArn === undefined
      ? ""
      : await aws.kafka.describeConfigurationRevision(ConfigurationArn, ConfigurationRevision ?? 1);
  return [...findings, ...checkProperties(name ?? "", properties)];
}

const wanted: Readonly<Record<string, { readonly value: string; readonly why: string }>> = {
  "auto.create.topics.enable": {
    value: "false",
    why: "a topic would come with the wrong retention",
  },
  "unclean.leader.election.enable": { value: "false", why: "acknowledged records could be lost" },
};

/** Settings that lose data quietly. Pure. */
function checkProperties(name: string, text: string): PreflightFinding[] {
  const found = new Map(
    text.split("\n").flatMap((line) => {
      const match = /^\s*([^#=\s]+)\s*=\s*(.*?)\s*$/.exec(line);
      return match === null ? [] : [[match[1] ?? "", match[2] ?? ""] as const];
    }),
  );
  // MSK's defaults: topics are not made by themselves, unclean election is allowed.
  // https://docs.aws.amazon.com/msk/latest/developerguide/msk-default-configuration.html
  const defaults: Record<string, string> = {
    "auto.create.topics.enable": "false",
    "unclean.leader.election.enable": "true",
  };
  return Object.entries(wanted).flatMap(([property, { value, why }]) => {
    const actual = found.get(property) ?? defaults[property];
    if (actual === value) return [];
    const message = `MSK cluster ${name} has ${property}=${actual}: ${why}`;
    return [
      warns("msk", { code: "MSK_CONFIGURATION", message, remedy: `set ${property}=${value}` }),
    ];
  });
}
