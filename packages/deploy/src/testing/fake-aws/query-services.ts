import { AwsFault } from "./aws-fault.ts";
import type { FakeState } from "./fake-state.ts";
import { formList, list } from "./protocols.ts";

type Form = Readonly<Record<string, unknown>>;
type Operations = Readonly<Record<string, (form: Form) => unknown>>;

export function fakeSts({ account }: FakeState): Operations {
  return {
    GetCallerIdentity: () => ({
      Account: account,
      Arn: `arn:aws:iam::${account}:user/fake`,
      UserId: "FAKE",
    }),
  };
}

export function fakeRds({ rds }: FakeState): Operations {
  const find = (id: unknown) => {
    const instance = rds.instances.get(String(id));
    if (instance !== undefined) return instance;
    throw new AwsFault("DBInstanceNotFound", `DBInstance ${String(id)} not found.`, 404);
  };
  return {
    DescribeDBInstances: (form) => ({
      DBInstances: list([find(form.DBInstanceIdentifier)], "DBInstance"),
    }),
    DescribeDBParameters(form) {
      const group = rds.parameterGroups.get(String(form.DBParameterGroupName));
      if (group === undefined)
        throw new AwsFault("DBParameterGroupNotFound", "DBParameterGroup not found", 404);
      const all = Object.entries(group).map(([ParameterName, ParameterValue]) => ({
        ParameterName,
        ParameterValue,
      }));
      // Two pages, so that nobody reads the first one only.
      const second = form.Marker !== undefined;
      const half = Math.ceil(all.length / 2);
      return {
        Parameters: list(second ? all.slice(half) : all.slice(0, half), "Parameter"),
        Marker: second ? undefined : "second",
      };
    },
    ModifyDBInstance(form) {
      const instance = find(form.DBInstanceIdentifier);
      if (form.DeletionProtection !== undefined) {
        instance.DeletionProtection = form.DeletionProtection === "true";
      }
      return { DBInstance: instance };
    },
    DescribeDBSnapshots: (form) => ({
      DBSnapshots: list(
        [...rds.snapshots]
          .filter(([, { instance }]) => instance === form.DBInstanceIdentifier)
          .map(([DBSnapshotIdentifier, { instance, takenAt }]) => ({
            DBSnapshotIdentifier,
            DBInstanceIdentifier: instance,
            SnapshotCreateTime: takenAt,
          })),
        "DBSnapshot",
      ),
    }),
    DeleteDBSnapshot(form) {
      rds.snapshots.delete(String(form.DBSnapshotIdentifier));
      return {};
    },
  };
}

export function fakeEc2({ ec2 }: FakeState): Operations {
  const ids = (form: Form, key: string) => formList(form[key]).map(String);
  const filterOf = (form: Form) => {
    const [filter] = formList(form.Filter) as { Value?: unknown }[];
    return String(formList(filter?.Value)[0] ?? "");
  };
  const inVpc = (all: readonly Record<string, unknown>[], form: Form) =>
    list(
      all.filter(({ vpcId }) => vpcId === filterOf(form)),
      "item",
    );
  return {
    DescribeVpcs(form) {
      const [id = ""] = ids(form, "VpcId");
      const vpc = ec2.vpcs.get(id);
      if (vpc === undefined)
        throw new AwsFault("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`);
      return { vpcSet: list([{ vpcId: id, ...vpc }], "item") };
    },
    DescribeVpcAttribute(form) {
      const attribute = String(form.Attribute);
      return { [attribute]: { value: ec2.vpcAttributes.get(attribute) ?? true } };
    },
    DescribeSubnets: (form) => ({ subnetSet: inVpc(ec2.subnets, form) }),
    DescribeRouteTables: (form) => ({ routeTableSet: inVpc(ec2.routeTables, form) }),
    DescribeVpcEndpoints: (form) => ({ vpcEndpointSet: inVpc(ec2.endpoints, form) }),
    DescribeSecurityGroups: (form) => ({
      securityGroupInfo: list(
        ec2.securityGroups.filter(({ groupId }) => ids(form, "GroupId").includes(String(groupId))),
        "item",
      ),
    }),
    DescribeAvailabilityZones: () => ({
      availabilityZoneInfo: list(
        ec2.zones.map((zoneName) => ({ zoneName, zoneState: "available" })),
        "item",
      ),
    }),
    DescribeInstanceTypes(form) {
      const sizeInMiB = ec2.instanceTypes.get(filterOf(form));
      const found =
        sizeInMiB === undefined
          ? []
          : [{ instanceType: filterOf(form), memoryInfo: { sizeInMiB } }];
      return { instanceTypeSet: list(found, "item") };
    },
  };
}
