import { awsNames } from "../../aws-names.ts";
import { applyStack, previewStack } from "../apply-stack.ts";
import { checkStack } from "../check-stack.ts";
import type { DeployStep, DriverContext } from "../deploy-step.ts";
import { waitUntil } from "../wait-until.ts";

// An MSK cluster takes 25 to 40 minutes, a Multi-AZ database 15 to 30, beside each other.
const deadlineMs = 120 * 60_000;

export const dataStep: DeployStep = {
  name: "data",
  needs: ["foundation"],
  summary: "Kafka (MSK), databases (RDS), schema registry (Glue)",
  deadlineMs,
  back: 'weir destroy keeps a snapshot of each database; "--with-data" does not',
  async run(context) {
    const changes = await applyStack(context, "data", { deadlineMs });
    let missing: string[] = [];
    // Storage that grows, and a database that takes new parameters, go on after CloudFormation.
    await waitUntil(
      async () => {
        missing = await checkServices(context);
        if (missing.length === 0) return true;
        context.report(missing.join("; "));
        return undefined;
      },
      {
        what: "Kafka and the databases to be available",
        deadlineMs: 30 * 60_000,
        timing: context.timing,
        signal: context.signal,
        seen: () => missing.join("; "),
      },
    );
    return { changes };
  },
  preview: (context) => previewStack(context, "data"),
  async check(context) {
    const missing = await checkStack(context, "data");
    return { missing: missing.length > 0 ? missing : await checkServices(context) };
  },
};

async function checkServices(context: DriverContext): Promise<string[]> {
  const { aws, platform } = context;
  const { WEIR_MSK_ARN: arn, WEIR_BOOTSTRAP_SERVERS: brokers } = await context.outputs({
    fresh: true,
  });
  const missing: string[] = [];
  if (arn !== undefined) {
    const cluster = await aws.kafka.describeCluster(arn);
    if (cluster?.State !== "ACTIVE") missing.push(`MSK is ${cluster?.State ?? "not there"}`);
    else if (brokers === undefined) missing.push("MSK has no listener for IAM over TLS");
  }
  for (const source of Object.keys(platform.sources)) {
    const identifier = platform.aws.rds.existing[source] ?? awsNames(platform).database(source);
    const instance = await aws.rds.describeDBInstance(identifier);
    const status = instance?.DBInstanceStatus ?? "not there";
    // Backing up, growing and being watched do not keep a database from answering.
    if (!servingStatuses.has(status)) missing.push(`database ${identifier} is ${status}`);
  }
  return missing;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html */
const servingStatuses = new Set([
  "available",
  "backing-up",
  "configuring-enhanced-monitoring",
  "configuring-log-exports",
  "storage-optimization",
  "storage-config-upgrade",
]);
