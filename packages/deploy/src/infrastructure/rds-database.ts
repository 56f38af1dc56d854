import { type SourceSpec, WeirError } from "@weir/core";
import { Port, SecurityGroup } from "aws-cdk-lib/aws-ec2";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import {
  CfnDBInstance,
  type CfnDBInstanceProps,
  CfnDBParameterGroup,
  type CfnDBSubnetGroup,
} from "aws-cdk-lib/aws-rds";
import { CfnParameter, RemovalPolicy, type Stack } from "aws-cdk-lib/core";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { outputKey } from "../outputs.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import { hasPerformanceInsights } from "./rds-classes.ts";
import { rdsParameters } from "./rds-parameters.ts";
import { rdsMysqlVersions } from "./rds-versions.ts";

/** A source's database, made or adopted. */
export interface DatabaseResources {
  readonly source: string;
  /** Dimension `DBInstanceIdentifier` of its metrics. */
  readonly identifier: string;
  readonly host: string;
  readonly port: string;
  /** ARN of the master user's secret. */
  readonly masterSecret: string;
  readonly adopted: boolean;
}

/** What the new instances of a platform share. */
export interface DatabasePlace {
  readonly subnetGroup: CfnDBSubnetGroup;
  readonly securityGroup: SecurityGroup;
  readonly monitoringRole: Role;
}

export const mysqlPort = 3306;

/** The audit log needs an option group, and the general log repeats every statement. */
export const exportedLogs = ["error", "slowquery"] as const;

const mostStorageGiB = 65_536;

/** Host, port and secret come as parameters: CloudFormation cannot look an instance up. */
export function adoptDatabase(stack: Stack, source: string, identifier: string): DatabaseResources {
  const key = outputKey(source);
  const parameter = (id: string, description: string, allowedPattern: string) =>
    new CfnParameter(stack, id, { type: "String", description, allowedPattern }).valueAsString;
  return {
    source,
    identifier,
    host: parameter(`DatabaseHost${key}`, `Endpoint of ${identifier}`, "^[A-Za-z0-9.-]+$"),
    port: parameter(`DatabasePort${key}`, `Port of ${identifier}`, "^\\d{2,5}$"),
    masterSecret: parameter(
      `DatabaseMasterSecret${key}`,
      // The ARN, not the name: a policy grants on it.
      `ARN of the secret with username and password of an administrator of ${identifier}`,
      "^arn:aws[a-z-]*:secretsmanager:.+$",
    ),
    adopted: true,
  };
}

/** Only what runs in Kubernetes reaches the databases; the Spark job reads Kafka, never the source. */
export function createDatabaseSecurityGroup(
  stack: Stack,
  { vpc, workloadSecurityGroup }: FoundationResources,
): SecurityGroup {
  const group = new SecurityGroup(stack, "DatabaseSecurityGroup", {
    vpc,
    description: "MySQL: from the Kubernetes nodes only",
    allowAllOutbound: false,
  });
  group.addIngressRule(workloadSecurityGroup, Port.tcp(mysqlPort), "workers and jobs");
  return group;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html */
export function createMonitoringRole(stack: Stack): Role {
  return new Role(stack, "DatabaseMonitoringRole", {
    assumedBy: new ServicePrincipal("monitoring.rds.amazonaws.com"),
    managedPolicies: [
      ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonRDSEnhancedMonitoringRole"),
    ],
  });
}

/**
 * A new instance of the source's release, with standby in a second zone.
 *
 * @throws WeirError SPEC_INVALID where RDS has no such release; `checkSourceVersions` says it earlier
 */
export function createDatabase(
  stack: Stack,
  platform: AwsPlatform,
  foundation: FoundationResources,
  place: DatabasePlace,
  { source, version }: { readonly source: string; readonly version: SourceSpec["version"] },
): DatabaseResources {
  const key = outputKey(source);
  const identifier = awsNames(platform).database(source);
  const engineVersion = rdsMysqlVersions[version];
  if (engineVersion === undefined) {
    throw new WeirError("SPEC_INVALID", `RDS has no MySQL ${version} for the source ${source}`, {
      remedy: `set sources.${source}.version to "8.4"`,
    });
  }
  const logs = exportedLogs.map((log) => createLogGroup(stack, platform, foundation, source, log));
  const parameters = new CfnDBParameterGroup(stack, `ParametersOf${key}`, {
    family: `mysql${version}`,
    description: `Change capture from ${source}`,
    parameters: Object.fromEntries(rdsParameters.map(([name, value]) => [name, value])),
  });
  const instance = new CfnDBInstance(stack, `InstanceOf${key}`, {
    ...common,
    ...sizeOf(platform),
    ...insightsOf(platform, foundation),
    dbInstanceIdentifier: identifier,
    engineVersion,
    port: String(mysqlPort),
    dbParameterGroupName: parameters.ref,
    dbSubnetGroupName: place.subnetGroup.ref,
    vpcSecurityGroups: [place.securityGroup.securityGroupId],
    kmsKeyId: foundation.key.keyArn,
    masterUserSecret: { kmsKeyId: foundation.key.keyArn },
    monitoringRoleArn: place.monitoringRole.roleArn,
    backupRetentionPeriod: platform.aws.rds.backupRetentionDays,
  });
  instance.applyRemovalPolicy(RemovalPolicy.SNAPSHOT);
  // RDS makes the groups otherwise: unencrypted, kept for ever.
  for (const log of logs) instance.addResourceDependency(log);
  return {
    source,
    identifier,
    host: instance.attrEndpointAddress,
    port: instance.attrEndpointPort,
    masterSecret: instance.attrMasterUserSecretSecretArn,
    adopted: false,
  };
}

const common = {
  engine: "mysql",
  multiAz: true,
  publiclyAccessible: false,
  storageType: "gp3",
  storageEncrypted: true,
  masterUsername: "weir_admin",
  // RDS writes the password to Secrets Manager itself and rotates it every seven days.
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
  manageMasterUserPassword: true,
  monitoringInterval: 60,
  enableCloudwatchLogsExports: [...exportedLogs],
  deletionProtection: true,
  deleteAutomatedBackups: false,
  copyTagsToSnapshot: true,
  allowMajorVersionUpgrade: false,
  // A minor upgrade restarts the primary and changes what writes the binlog, and the next template
  // with the pinned version would be a refused downgrade: it comes with a new version of Weir.
  autoMinorVersionUpgrade: false,
} as const satisfies CfnDBInstanceProps;

function sizeOf({ aws: { rds } }: AwsPlatform) {
  return {
    dbInstanceClass: rds.instanceType,
    allocatedStorage: String(rds.storageGiB),
    // A standing connector keeps no binlog, but a burst does: full storage stops the database.
    maxAllocatedStorage: Math.min(mostStorageGiB, rds.storageGiB * 4),
  };
}

function insightsOf({ aws: { rds } }: AwsPlatform, { key }: FoundationResources) {
  if (!hasPerformanceInsights(rds.instanceType)) return { enablePerformanceInsights: false };
  return {
    enablePerformanceInsights: true,
    // The free retention.
    performanceInsightsRetentionPeriod: 7,
    performanceInsightsKmsKeyId: key.keyArn,
  };
}

function createLogGroup(
  stack: Stack,
  platform: AwsPlatform,
  foundation: FoundationResources,
  source: string,
  log: (typeof exportedLogs)[number],
): CfnLogGroup {
  const id = `${log === "error" ? "Error" : "Slow"}LogOf${outputKey(source)}`;
  const group = new CfnLogGroup(stack, id, {
    logGroupName: `/aws/rds/instance/${awsNames(platform).database(source)}/${log}`,
    kmsKeyId: foundation.key.keyArn,
    retentionInDays: platform.aws.logRetentionDays,
  });
  group.applyRemovalPolicy(RemovalPolicy.DESTROY);
  return group;
}
