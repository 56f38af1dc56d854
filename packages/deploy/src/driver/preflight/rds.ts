import type { DBInstance } from "../../aws/rds.ts";
import type { DriverContext } from "../deploy-step.ts";
import { masterSecretArn, masterSecretName } from "../stack-parameters.ts";
import { blocks, type PreflightFinding, warns } from "./finding.ts";
import { allowsTcp, type Caller } from "./security-group-path.ts";

interface Wanted {
  readonly values: readonly string[];
  readonly severity: "blocks" | "warns";
  readonly why: string;
}

/** Parameters of the instance's group; RDS writes `gtid-mode` with a hyphen. */
export const wantedParameters: Readonly<Record<string, Wanted>> = {
  binlog_format: { values: ["ROW"], severity: "blocks", why: "Debezium reads rows" },
  binlog_row_image: { values: ["FULL"], severity: "blocks", why: "changes would lack columns" },
  binlog_row_metadata: {
    values: ["FULL"],
    severity: "warns",
    why: "column names come from the schema history alone",
  },
  "gtid-mode": { values: ["ON"], severity: "warns", why: "a position is lost with a new primary" },
  enforce_gtid_consistency: { values: ["ON", "1"], severity: "warns", why: "gtid-mode needs it" },
};

/** What the adopted databases lack. */
export async function checkRds(
  context: Pick<DriverContext, "aws" | "platform">,
  caller: Caller,
): Promise<PreflightFinding[]> {
  const { existing } = context.platform.aws.rds;
  const findings: PreflightFinding[] = [];
  for (const [source, identifier] of Object.entries(existing)) {
    const instance = await context.aws.rds.describeDBInstance(identifier);
    if (instance === undefined) {
      const message = `there is no RDS instance ${identifier} for the source ${source}`;
      const remedy = `correct aws.rds.existing.${source}`;
      findings.push(blocks("rds", { code: "RDS_ABSENT", message, remedy }));
      continue;
    }
    findings.push(...(await checkInstance(context, source, instance, caller)));
  }
  return findings;
}

async function checkInstance(
  { aws, platform }: Pick<DriverContext, "aws" | "platform">,
  source: string,
  instance: DBInstance,
  caller: Caller,
): Promise<PreflightFinding[]> {
  const { DBInstanceIdentifier: name = "", Engine, EngineVersion = "" } = instance;
  const findings: PreflightFinding[] = [];
  const block = (code: string, message: string, remedy: string) =>
    findings.push(blocks("rds", { code, message: `${name}: ${message}`, remedy }));
  const warn = (code: string, message: string, remedy: string) =>
    findings.push(warns("rds", { code, message: `${name}: ${message}`, remedy }));

  if (Engine !== "mysql" || !/^8\.[04]\./.test(EngineVersion)) {
    block(
      "RDS_ENGINE",
      `it is ${Engine} ${EngineVersion}, expected MySQL 8.0 or 8.4`,
      "upgrade it",
    );
  }
  // RDS writes a binlog only while it makes automated backups.
  if ((instance.BackupRetentionPeriod ?? 0) < 1) {
    block(
      "RDS_BACKUPS_OFF",
      "automated backups are off, and with them the binlog",
      `aws rds modify-db-instance --db-instance-identifier ${name} --backup-retention-period 7 --apply-immediately`,
    );
  }
  for (const { DBParameterGroupName = "", ParameterApplyStatus } of instance.DBParameterGroups ??
    []) {
    if (ParameterApplyStatus === "pending-reboot") {
      block(
        "RDS_REBOOT_PENDING",
        `parameters of ${DBParameterGroupName} wait for a reboot`,
        "reboot the instance (with failover where it is Multi-AZ)",
      );
    }
    const values = await aws.rds.describeDBParameters(DBParameterGroupName);
    for (const [parameter, wanted] of Object.entries(wantedParameters)) {
      const actual = values[parameter];
      if (actual !== undefined && wanted.values.includes(actual.toUpperCase())) continue;
      const tell = wanted.severity === "blocks" ? block : warn;
      tell(
        "RDS_PARAMETER",
        `${parameter} of ${DBParameterGroupName} is ${actual ?? "not set"}, expected ${wanted.values[0]}: ${wanted.why}`,
        `set it in ${DBParameterGroupName}${DBParameterGroupName.startsWith("default.") ? " (a default group cannot be changed: make your own and give it to the instance)" : ""}`,
      );
    }
  }
  if (instance.MultiAZ !== true) {
    warn("RDS_SINGLE_AZ", "it stands in one zone", "make it Multi-AZ");
  }
  if (instance.DeletionProtection !== true) {
    warn("RDS_UNPROTECTED", "deletion protection is off", "turn it on");
  }
  const vpc = instance.DBSubnetGroup?.VpcId;
  const port = instance.Endpoint?.Port ?? 3306;
  const ids = (instance.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId: id }) => id ?? []);
  const groups = await aws.ec2.describeSecurityGroups(ids);
  if (platform.aws.vpc.existing !== undefined && vpc !== platform.aws.vpc.existing) {
    warn(
      "RDS_ELSEWHERE",
      `it lives in ${vpc}, the platform in ${platform.aws.vpc.existing}`,
      "peer the two VPCs, with DNS resolution",
    );
  } else if (platform.aws.vpc.existing === undefined) {
    warn(
      "RDS_ELSEWHERE",
      `it lives in ${vpc}, the platform in a new VPC`,
      "adopt that VPC (aws.vpc.existing), or peer the two",
    );
  }
  if (!allowsTcp(groups, port, caller)) {
    block(
      "RDS_NO_PATH",
      `no security group lets the nodes reach port ${port}`,
      `allow TCP ${port} from ${caller.cidr ?? "the platform's VPC"}`,
    );
  }
  if ((await masterSecretArn(aws, platform, source, instance)) === undefined) {
    const secret = masterSecretName(platform, source);
    block(
      "RDS_NO_ADMINISTRATOR",
      "RDS manages no secret of its master user",
      `let RDS manage it (--manage-master-user-password), or make the secret ${secret} with {"username", "password"}`,
    );
  }
  return findings;
}
