import type { Acknowledgement } from "./acknowledgement.ts";

const path = /^JobRole$/;

/** What cdk-nag finds in the lake stack, and why it stays. */
export const lakeAcknowledgements: readonly Acknowledgement[] = [
  {
    path,
    id: "AwsSolutions-IAM5[Resource::*]",
    reason:
      "glue:GetSchemaVersion by an id, cloudwatch:PutMetricData (held to the namespace Glue) and EC2's Describe actions: IAM knows no resource for any of them.",
  },
  {
    path,
    id: /^AwsSolutions-IAM5\[Resource::arn:.+:group\/.+\/spark-kafka-\*\]$/,
    reason: "Spark gives each query's consumers a random group name behind this prefix.",
  },
  {
    path: /^(JobRole|KafkaRead\d+)$/,
    id: /^AwsSolutions-IAM5\[Resource::arn:.+:topic\/.+\/[A-Za-z0-9_]+\.\*\]$/,
    reason:
      "Of many tables the topics of a source by its prefix, <source>.<database>.<table>: the names would not fit into the policies of a role.",
  },
  {
    path,
    id: /^AwsSolutions-IAM5\[Resource::.+\/(lake-job|lake|checkpoints|glue-temporary)\/\*\]$/,
    reason: "Objects below the job's own four prefixes of the bucket; Delta names them at random.",
  },
  {
    path,
    id: /^AwsSolutions-IAM5\[Resource::arn:.+:log-group:\/aws-glue\/jobs\/[a-z0-9-]+-lake\*(:log-stream:\*)?\]$/,
    reason:
      "Groups and streams of this job: Glue puts the security configuration's and the role's name behind the prefix, and the run's id into the stream.",
  },
  {
    path,
    id: "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]",
    reason:
      "Only where a bucket is adopted, whose key only S3 knows: held by conditions to S3 and to objects of that bucket.",
  },
  {
    path,
    id: "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:network-interface/*]",
    reason:
      "Interfaces that Glue makes for a run get their id then; made and removed only in the platform's subnets, tagged only with Glue's own key.",
  },
];
