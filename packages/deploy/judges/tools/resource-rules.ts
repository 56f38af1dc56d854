import { isObject } from "./policy-statements.ts";

/** What a resource of a type must have. */
export interface ResourceRule {
  readonly rule: string;
  readonly holds: (properties: Readonly<Record<string, unknown>>) => boolean;
}

type Path = string;

/** The value at `A.B.0.C` of the properties. */
function at(properties: unknown, path: Path): unknown {
  return path.split(".").reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isObject(value) ? value[key] : undefined;
  }, properties);
}

const has = (path: Path): ResourceRule => ({
  rule: `has ${path}`,
  holds: (properties) => at(properties, path) !== undefined,
});

const absent = (path: Path): ResourceRule => ({
  rule: `has no ${path}`,
  holds: (properties) => at(properties, path) === undefined,
});

const is = (path: Path, expected: unknown): ResourceRule => ({
  rule: `${path} is ${JSON.stringify(expected)}`,
  holds: (properties) => JSON.stringify(at(properties, path)) === JSON.stringify(expected),
});

const isNot = (path: Path, refused: unknown): ResourceRule => ({
  rule: `${path} is not ${JSON.stringify(refused)}`,
  holds: (properties) => at(properties, path) !== refused,
});

const anywhere = ["0.0.0.0/0", "::/0"];

const fromAnywhere = (value: unknown): boolean =>
  isObject(value) &&
  [value.CidrIp, value.CidrIpv6].some((range) => anywhere.includes(String(range)));

/**
 * Of every type in the templates, the properties that encrypt, close or bound it. A type that is not
 * here fails: whoever adds one says what it must have.
 */
export const resourceRules: Readonly<Record<string, readonly ResourceRule[]>> = {
  "AWS::ApplicationAutoScaling::ScalableTarget": [],
  "AWS::ApplicationAutoScaling::ScalingPolicy": [],
  "AWS::CloudWatch::Alarm": [],
  "AWS::CloudWatch::Dashboard": [],
  "AWS::EC2::EIP": [],
  "AWS::EC2::FlowLog": [is("TrafficType", "ALL"), has("LogGroupName")],
  "AWS::EC2::InternetGateway": [],
  "AWS::EC2::LaunchTemplate": [
    is("LaunchTemplateData.MetadataOptions.HttpTokens", "required"),
    is("LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit", 1),
    is("LaunchTemplateData.BlockDeviceMappings.0.Ebs.Encrypted", true),
    has("LaunchTemplateData.SecurityGroupIds"),
  ],
  "AWS::EC2::NatGateway": [],
  "AWS::EC2::Route": [],
  "AWS::EC2::RouteTable": [],
  "AWS::EC2::SecurityGroup": [
    has("GroupDescription"),
    {
      rule: "lets nobody in from anywhere",
      holds: ({ SecurityGroupIngress: rules }) =>
        !Array.isArray(rules) || !rules.some(fromAnywhere),
    },
  ],
  "AWS::EC2::SecurityGroupIngress": [
    { rule: "lets nobody in from anywhere", holds: (properties) => !fromAnywhere(properties) },
  ],
  "AWS::EC2::Subnet": [is("MapPublicIpOnLaunch", false)],
  "AWS::EC2::SubnetRouteTableAssociation": [],
  "AWS::EC2::VPC": [is("EnableDnsHostnames", true), is("EnableDnsSupport", true)],
  "AWS::EC2::VPCEndpoint": [
    {
      rule: "an interface endpoint has private DNS and a security group",
      holds: ({ VpcEndpointType: type, PrivateDnsEnabled: dns, SecurityGroupIds: groups }) =>
        type === "Gateway" || (dns === true && Array.isArray(groups) && groups.length > 0),
    },
  ],
  "AWS::EC2::VPCGatewayAttachment": [],
  "AWS::ECR::Repository": [
    is("EncryptionConfiguration.EncryptionType", "KMS"),
    has("EncryptionConfiguration.KmsKey"),
    is("ImageScanningConfiguration.ScanOnPush", true),
    has("LifecyclePolicy"),
  ],
  "AWS::EKS::AccessEntry": [],
  "AWS::EKS::Addon": [],
  "AWS::EKS::Cluster": [
    is("EncryptionConfig.0.Resources", ["secrets"]),
    has("EncryptionConfig.0.Provider.KeyArn"),
    is("ResourcesVpcConfig.EndpointPrivateAccess", true),
    is("AccessConfig.AuthenticationMode", "API"),
    {
      rule: "all five control-plane logs",
      holds: (properties) => {
        const types = at(properties, "Logging.ClusterLogging.EnabledTypes");
        return Array.isArray(types) && types.length === 5;
      },
    },
    {
      rule: "a public endpoint answers named ranges only",
      holds: (properties) => {
        const cidrs = at(properties, "ResourcesVpcConfig.PublicAccessCidrs");
        if (at(properties, "ResourcesVpcConfig.EndpointPublicAccess") === false) return true;
        return Array.isArray(cidrs) && cidrs.length > 0 && !cidrs.includes("0.0.0.0/0");
      },
    },
  ],
  "AWS::EKS::Nodegroup": [has("LaunchTemplate.Version"), absent("RemoteAccess")],
  "AWS::EKS::PodIdentityAssociation": [has("Namespace"), has("ServiceAccount")],
  "AWS::Events::Rule": [],
  "AWS::Glue::Connection": [is("ConnectionInput.ConnectionType", "NETWORK")],
  "AWS::Glue::Job": [
    has("SecurityConfiguration"),
    has("MaxRetries"),
    {
      rule: "only a stream runs without timeout",
      holds: (properties) =>
        at(properties, "Timeout") !== undefined ||
        at(properties, "Command.Name") === "gluestreaming",
    },
  ],
  "AWS::Glue::Registry": [],
  "AWS::Glue::SecurityConfiguration": [
    is("EncryptionConfiguration.S3Encryptions.0.S3EncryptionMode", "SSE-KMS"),
    is("EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode", "SSE-KMS"),
  ],
  "AWS::Glue::Trigger": [],
  "AWS::IAM::ManagedPolicy": [],
  "AWS::IAM::Policy": [],
  "AWS::IAM::Role": [has("AssumeRolePolicyDocument")],
  "AWS::KMS::Alias": [],
  "AWS::KMS::Key": [is("EnableKeyRotation", true)],
  "AWS::Logs::LogGroup": [has("KmsKeyId"), has("RetentionInDays")],
  "AWS::Logs::ResourcePolicy": [],
  "AWS::MSK::Cluster": [
    has("EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId"),
    is("EncryptionInfo.EncryptionInTransit.ClientBroker", "TLS"),
    is("EncryptionInfo.EncryptionInTransit.InCluster", true),
    is("ClientAuthentication.Sasl.Iam.Enabled", true),
    isNot("ClientAuthentication.Unauthenticated.Enabled", true),
    isNot("BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type", "SERVICE_PROVIDED_EIPS"),
  ],
  "AWS::MSK::Configuration": [],
  "AWS::RDS::DBInstance": [
    is("StorageEncrypted", true),
    has("KmsKeyId"),
    is("PubliclyAccessible", false),
    is("ManageMasterUserPassword", true),
    is("DeletionProtection", true),
    is("MultiAZ", true),
  ],
  "AWS::RDS::DBParameterGroup": [
    {
      rule: "require_secure_transport is on",
      holds: (properties) =>
        ["1", "ON"].includes(String(at(properties, "Parameters.require_secure_transport"))),
    },
  ],
  "AWS::RDS::DBSubnetGroup": [],
  "AWS::RDS::EventSubscription": [],
  "AWS::S3::Bucket": [
    has("BucketEncryption"),
    is("PublicAccessBlockConfiguration", {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    }),
    is("OwnershipControls.Rules.0.ObjectOwnership", "BucketOwnerEnforced"),
    has("LifecycleConfiguration"),
  ],
  "AWS::S3::BucketPolicy": [],
  "AWS::SNS::Subscription": [],
  "AWS::SNS::Topic": [has("KmsMasterKeyId")],
  "AWS::SNS::TopicPolicy": [],
  "AWS::SecretsManager::Secret": [has("KmsKeyId")],
};
