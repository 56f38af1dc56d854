import type {
  aws_ec2 as ec2,
  aws_ecr as ecr,
  aws_kms as kms,
  aws_s3 as s3,
  aws_sns as sns,
} from "aws-cdk-lib";

/** What the foundation stack gives to the others; made there, or adopted. */
export interface FoundationResources {
  readonly vpc: ec2.IVpc;
  /** Three private subnets, one in each zone, in the order of the zones. */
  readonly privateSubnetIds: readonly string[];
  readonly vpcCidr: string;
  /** Encrypts Kafka, databases, lake, logs, secrets. */
  readonly key: kms.IKey;
  readonly bucket: s3.IBucket;
  readonly connectRepository: ecr.IRepository;
  readonly alarmTopic: sns.ITopic;
  /** On every node: may reach Kafka (9098) and MySQL. */
  readonly workloadSecurityGroup: ec2.ISecurityGroup;
  /** On the Glue job's network interfaces; refers to itself, as Glue demands. */
  readonly glueSecurityGroup: ec2.ISecurityGroup;
}
