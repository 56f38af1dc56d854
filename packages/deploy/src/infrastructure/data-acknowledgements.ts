import type { Acknowledgement } from "./acknowledgement.ts";

/** What cdk-nag finds in the data stack, and why it stays. */
export const dataAcknowledgements: readonly Acknowledgement[] = [
  {
    path: /^CdcSecretOf[A-Za-z0-9]+$/,
    id: "AwsSolutions-SMG4",
    reason:
      "Rotated by Weir, not by a Lambda function: the second user of the source gets a new password, the connector goes over to it, then the first one is locked. A rotation behind the connector's back would stop it.",
  },
  {
    path: /^InstanceOf[A-Za-z0-9]+$/,
    id: "AwsSolutions-RDS11",
    reason:
      "3306 is reachable from the nodes' security group alone, in private subnets, over TLS; another port would hide nothing from what is let in.",
  },
  {
    path: /^DatabaseMonitoringRole$/,
    id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]",
    reason:
      "The policy that RDS names for Enhanced Monitoring: it writes to the log group RDSOSMetrics and nothing else, and AWS keeps it in step with the service.",
  },
];
