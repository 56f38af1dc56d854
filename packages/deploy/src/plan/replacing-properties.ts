/**
 * What CloudFormation does to a resource when a property changes, for the types that Weir makes:
 * createOnlyProperties and conditionalCreateOnlyProperties of the resource provider schemas
 * (us-east-1, read 2026-11); paths with `/` are nested.
 * https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
 */
export interface ReplacingProperties {
  /** A change makes a new resource and deletes the old one. */
  readonly always: readonly string[];
  /** A change may do so; the provider decides by the value. */
  readonly sometimes: readonly string[];
}

const row = (always: string, sometimes = ""): ReplacingProperties => ({
  always: always.split(" ").filter((name) => name !== ""),
  sometimes: sometimes.split(" ").filter((name) => name !== ""),
});

export const replacingProperties: Readonly<Record<string, ReplacingProperties>> = {
  "AWS::ApplicationAutoScaling::ScalableTarget": row(
    "ResourceId ScalableDimension ServiceNamespace",
  ),
  "AWS::ApplicationAutoScaling::ScalingPolicy": row(
    "PolicyName ServiceNamespace ResourceId ScalableDimension ScalingTargetId",
  ),
  "AWS::CloudWatch::Alarm": row("AlarmName"),
  "AWS::CloudWatch::CompositeAlarm": row("AlarmName"),
  "AWS::CloudWatch::Dashboard": row("DashboardName"),
  "AWS::EC2::EIP": row("NetworkBorderGroup TransferAddress IpamPoolId Address"),
  "AWS::EC2::FlowLog": row(
    "DeliverCrossAccountRole DeliverLogsPermissionArn LogGroupName LogDestination ResourceId TrafficType LogDestinationType ResourceType LogFormat MaxAggregationInterval DestinationOptions",
  ),
  "AWS::EC2::InternetGateway": row(""),
  "AWS::EC2::LaunchTemplate": row("LaunchTemplateName"),
  "AWS::EC2::NatGateway": row(
    "VpcId SubnetId ConnectivityType AllocationId PrivateIpAddress AvailabilityMode",
  ),
  "AWS::EC2::Route": row(
    "RouteTableId DestinationCidrBlock DestinationIpv6CidrBlock DestinationPrefixListId",
  ),
  "AWS::EC2::RouteTable": row("VpcId"),
  "AWS::EC2::SecurityGroup": row("GroupDescription GroupName VpcId"),
  "AWS::EC2::SecurityGroupEgress": row(
    "IpProtocol DestinationSecurityGroupId ToPort CidrIp FromPort GroupId CidrIpv6 DestinationPrefixListId",
  ),
  "AWS::EC2::SecurityGroupIngress": row(
    "GroupName IpProtocol SourceSecurityGroupId SourcePrefixListId ToPort CidrIp SourceSecurityGroupName SourceSecurityGroupOwnerId FromPort GroupId CidrIpv6",
  ),
  "AWS::EC2::Subnet": row(
    "VpcId AvailabilityZone AvailabilityZoneId CidrBlock Ipv4NetmaskLength",
    "Ipv6CidrBlock",
  ),
  "AWS::EC2::SubnetRouteTableAssociation": row("SubnetId RouteTableId"),
  "AWS::EC2::VPC": row("CidrBlock Ipv4IpamPoolId Ipv4NetmaskLength", "InstanceTenancy"),
  "AWS::EC2::VPCEndpoint": row("ServiceName VpcEndpointType VpcId ServiceRegion"),
  "AWS::EC2::VPCGatewayAttachment": row("VpcId"),
  "AWS::ECR::Repository": row("RepositoryName EncryptionConfiguration"),
  "AWS::EKS::AccessEntry": row("PrincipalArn ClusterName Type"),
  "AWS::EKS::Addon": row("ClusterName AddonName NamespaceConfig"),
  "AWS::EKS::Cluster": row(
    "OutpostConfig EncryptionConfig KubernetesNetworkConfig/IpFamily KubernetesNetworkConfig/ServiceIpv4Cidr AccessConfig/BootstrapClusterCreatorAdminPermissions Name RoleArn BootstrapSelfManagedAddons",
  ),
  "AWS::EKS::Nodegroup": row(
    "CapacityType NodegroupName RemoteAccess NodeRole ClusterName InstanceTypes DiskSize AmiType Subnets",
  ),
  "AWS::EKS::PodIdentityAssociation": row("ClusterName Namespace ServiceAccount"),
  "AWS::Events::Rule": row("Name", "EventBusName"),
  "AWS::Glue::Connection": row("CatalogId"),
  "AWS::Glue::Job": row("Name"),
  "AWS::Glue::Registry": row("Name"),
  "AWS::Glue::SecurityConfiguration": row("Name"),
  "AWS::Glue::Trigger": row("Name WorkflowName Type"),
  "AWS::IAM::ManagedPolicy": row("ManagedPolicyName Description Path"),
  "AWS::IAM::Policy": row(""),
  "AWS::IAM::Role": row("Path RoleName"),
  "AWS::KMS::Alias": row("AliasName"),
  "AWS::KMS::Key": row(""),
  "AWS::Logs::LogGroup": row("LogGroupName"),
  "AWS::Logs::MetricFilter": row("FilterName LogGroupName"),
  "AWS::Logs::ResourcePolicy": row("PolicyName"),
  "AWS::MSK::Cluster": row(
    "BrokerNodeGroupInfo/BrokerAZDistribution BrokerNodeGroupInfo/ClientSubnets BrokerNodeGroupInfo/SecurityGroups EncryptionInfo/EncryptionAtRest EncryptionInfo/EncryptionInTransit/InCluster ClusterName",
  ),
  "AWS::MSK::Configuration": row("KafkaVersionsList Name"),
  "AWS::RDS::DBInstance": row(
    "BackupTarget CharacterSetName CustomIAMInstanceProfile DBClusterIdentifier DBInstanceIdentifier DBName DBSubnetGroupName DBSystemId KmsKeyId MasterUsername NcharCharacterSetName SourceRegion StorageEncrypted Timezone",
    "AutoMinorVersionUpgrade AvailabilityZone BackupRetentionPeriod DBParameterGroupName DBSnapshotIdentifier Engine MultiAZ PerformanceInsightsKMSKeyId PreferredMaintenanceWindow RestoreTime StorageType",
  ),
  "AWS::RDS::DBParameterGroup": row("DBParameterGroupName Description Family"),
  "AWS::RDS::DBSubnetGroup": row("DBSubnetGroupName"),
  "AWS::RDS::EventSubscription": row("SubscriptionName SnsTopicArn"),
  "AWS::S3::Bucket": row("BucketName BucketNamePrefix BucketNamespace"),
  "AWS::S3::BucketPolicy": row("Bucket"),
  "AWS::SNS::Subscription": row("Endpoint Protocol TopicArn", "Region"),
  "AWS::SNS::Topic": row("TopicName FifoTopic"),
  "AWS::SNS::TopicPolicy": row(""),
  "AWS::SecretsManager::Secret": row("Name"),
};

/** What is lost with them: rows, records, schemas, the key that reads them, the running platform. */
export const statefulTypes: Readonly<Record<string, string>> = {
  "AWS::ECR::Repository": "the images of the workers",
  "AWS::EKS::Cluster": "the Kubernetes cluster with everything in it",
  "AWS::Glue::Registry": "every schema version: records in Kafka and bronze cannot be decoded",
  "AWS::KMS::Key": "the key: what it encrypted cannot be read any more",
  "AWS::MSK::Cluster": "all topics, offsets and schema histories",
  "AWS::RDS::DBInstance": "the source database",
  "AWS::S3::Bucket": "the lake",
  "AWS::SecretsManager::Secret": "the credentials in it",
};

/** Sizes that CloudFormation cannot make smaller, by type. */
export const growOnlyProperties: Readonly<Record<string, readonly string[]>> = {
  "AWS::MSK::Cluster": [
    "BrokerNodeGroupInfo/StorageInfo/EBSStorageInfo/VolumeSize",
    "NumberOfBrokerNodes",
  ],
  "AWS::RDS::DBInstance": ["AllocatedStorage"],
};
