import { randomUUID } from "node:crypto";
import { AwsFault } from "./aws-fault.ts";
import type { FakeState } from "./fake-state.ts";

type Properties = Readonly<Record<string, unknown>>;

/** What a resource type does to the account. Types that are not here only get an id. */
export interface FakeResource {
  create(state: FakeState, properties: Properties, id: string): string;
  /** What Fn::GetAtt answers. */
  attribute?(physicalId: string, name: string, state: FakeState): string;
  update?(state: FakeState, physicalId: string, properties: Properties): void;
  /** Throws where the service refuses. */
  remove?(state: FakeState, physicalId: string): void;
  snapshot?(state: FakeState, physicalId: string): void;
  /** Properties of which a change replaces it. */
  readonly replacing?: readonly string[];
}

const text = (value: unknown, otherwise: string) => (typeof value === "string" ? value : otherwise);
const arn = ({ region, account }: FakeState, service: string, rest: string) =>
  `arn:aws:${service}:${region}:${account}:${rest}`;

export const fakeResources: Readonly<Record<string, FakeResource>> = {
  "AWS::S3::Bucket": {
    replacing: ["BucketName"],
    create({ s3 }, { BucketName }, id) {
      const name = text(BucketName, id.toLowerCase());
      if (s3.buckets.has(name)) throw new AwsFault("AlreadyExists", `${name} already exists`);
      s3.buckets.set(name, new Map());
      return name;
    },
    attribute: (id, name) => (name === "Arn" ? `arn:aws:s3:::${id}` : `${id}.s3.amazonaws.com`),
    remove({ s3 }, id) {
      if ((s3.buckets.get(id)?.size ?? 0) > 0) {
        throw new AwsFault("BucketNotEmpty", "The bucket you tried to delete is not empty");
      }
      s3.buckets.delete(id);
    },
  },
  "AWS::RDS::DBInstance": {
    replacing: ["DBInstanceIdentifier", "Engine", "StorageEncrypted", "KmsKeyId", "MasterUsername"],
    create(state, properties, id) {
      const name = text(properties.DBInstanceIdentifier, id.toLowerCase());
      state.rds.instances.set(name, {
        DBInstanceIdentifier: name,
        DBInstanceStatus: "available",
        Engine: "mysql",
        DeletionProtection: properties.DeletionProtection === true,
      });
      return name;
    },
    attribute(id, name, state) {
      if (name === "Endpoint.Address") return `${id}.fake.${state.region}.rds.amazonaws.com`;
      if (name === "Endpoint.Port") return "3306";
      if (name === "MasterUserSecret.SecretArn")
        return arn(state, "secretsmanager", `secret:rds!db-${id}`);
      return arn(state, "rds", `db:${id}`);
    },
    remove({ rds }, id) {
      if (rds.instances.get(id)?.DeletionProtection === true) {
        throw new AwsFault(
          "InvalidParameterCombination",
          `Cannot delete protected DB Instance, please disable deletion protection and try again.`,
        );
      }
      rds.instances.delete(id);
    },
    snapshot({ rds }, id) {
      const snapshot = { instance: id, takenAt: new Date() };
      rds.snapshots.set(`${id}-snapshot-${rds.snapshots.size}`, snapshot);
    },
  },
  "AWS::MSK::Cluster": {
    replacing: ["ClusterName", "ClientAuthentication"],
    create(state, { ClusterName }, id) {
      const clusterArn = arn(state, "kafka", `cluster/${text(ClusterName, id)}/${randomUUID()}-1`);
      state.kafka.clusters.set(clusterArn, {
        clusterArn,
        clusterName: ClusterName,
        state: "ACTIVE",
      });
      return clusterArn;
    },
    remove: ({ kafka }, id) => void kafka.clusters.delete(id),
  },
  "AWS::EKS::Cluster": {
    replacing: ["Name", "RoleArn"],
    create(state, { Name }, id) {
      const name = text(Name, id);
      state.eks.clusters.set(name, {
        name,
        status: "ACTIVE",
        version: "1.36",
        endpoint: state.eks.endpoint,
        certificateAuthority: { data: Buffer.from("fake").toString("base64") },
        resourcesVpcConfig: { clusterSecurityGroupId: "sg-0cluster" },
      });
      return name;
    },
    attribute: (id, name, state) =>
      name === "Arn" ? arn(state, "eks", `cluster/${id}`) : `${id}.${name}`,
    remove({ eks }, id) {
      if (eks.clusters.get(id)?.deletionProtection === true) {
        throw new AwsFault("InvalidRequestException", "Cluster has deletion protection enabled");
      }
      eks.clusters.delete(id);
    },
  },
  "AWS::Glue::Registry": {
    replacing: ["Name"],
    create(state, { Name }, id) {
      const name = text(Name, id);
      if (state.glue.registries.has(name))
        throw new AwsFault(
          "AlreadyExistsException",
          `Registry already exists. RegistryName: ${name}`,
        );
      state.glue.registries.add(name);
      return arn(state, "glue", `registry/${name}`);
    },
    remove: ({ glue }, id) => void glue.registries.delete(id.split("/").at(-1) ?? ""),
  },
  "AWS::Glue::Job": {
    create({ glue }, { Name }, id) {
      const name = text(Name, id);
      glue.jobs.add(name);
      return name;
    },
    remove: ({ glue }, id) => void glue.jobs.delete(id),
  },
  "AWS::ECR::Repository": {
    replacing: ["RepositoryName"],
    create({ ecr }, { RepositoryName }, id) {
      const name = text(RepositoryName, id.toLowerCase());
      ecr.images.set(name, []);
      return name;
    },
    attribute(id, name, state) {
      const uri = `${state.account}.dkr.ecr.${state.region}.amazonaws.com/${id}`;
      return name === "RepositoryUri" ? uri : arn(state, "ecr", `repository/${id}`);
    },
    remove({ ecr }, id) {
      if ((ecr.images.get(id)?.length ?? 0) > 0) {
        throw new AwsFault(
          "RepositoryNotEmptyException",
          `The repository with name '${id}' cannot be deleted because it still contains images`,
        );
      }
      ecr.images.delete(id);
    },
  },
  "AWS::SecretsManager::Secret": {
    create(state, properties, id) {
      const name = text(properties.Name, id);
      const generate = properties.GenerateSecretString as Record<string, unknown> | undefined;
      const template = JSON.parse(text(generate?.SecretStringTemplate, "{}"));
      const value = { ...template, [text(generate?.GenerateStringKey, "password")]: randomUUID() };
      const version = randomUUID();
      state.secrets.set(name, {
        values: new Map([[version, JSON.stringify(value)]]),
        stages: new Map([["AWSCURRENT", version]]),
      });
      return arn(state, "secretsmanager", `secret:${name}`);
    },
    remove: ({ secrets }, id) => void secrets.delete(id.split(":secret:")[1] ?? ""),
  },
};
