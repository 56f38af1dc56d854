import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { WeirError } from "@weir/core";
import { openAws } from "../../src/aws/aws-clients.ts";
import type { AwsPlatform } from "../../src/aws-platform.ts";
import { deploy } from "../../src/driver/deploy.ts";
import type { DriverOptions } from "../../src/driver/driver-context.ts";
import { isPrincipal } from "../../src/driver/preflight/eks.ts";
import { allowsTcp } from "../../src/driver/preflight/security-group-path.ts";
import { preflight } from "../../src/driver/preflight.ts";
import { findPrivateSubnets } from "../../src/driver/private-subnets.ts";
import { createMemoryKubernetes, type FakeAws, startFakeAws } from "../../src/testing/index.ts";
import { adopt, adopting, mskArn } from "./adopted-parts.ts";
import { samplePlatform } from "./deploy-world.ts";

const helm = {
  version: async () => "v3.19.0",
  release: async () => undefined,
  upgrade: async () => {},
  uninstall: async () => false,
};

async function withAws(
  platform: AwsPlatform,
  run: (options: DriverOptions, aws: FakeAws) => Promise<void>,
): Promise<void> {
  const aws = await startFakeAws();
  const clients = openAws({ ...aws.options, maxAttempts: 1 });
  const kubernetes = createMemoryKubernetes();
  try {
    await run(
      {
        platform,
        files: [],
        charts: [],
        aws: clients,
        openKubernetes: async () => kubernetes,
        helm,
        downloadJar: async () => new Uint8Array(),
        timing: { pollMs: 1 },
      },
      aws,
    );
  } finally {
    clients.close();
    await aws.close();
  }
}

describe("preflight", () => {
  it("finds nothing missing on adopted parts that fit, and the private subnet of each zone", () =>
    withAws(adopting, async (options, aws) => {
      adopt(aws);
      const { findings, account } = await preflight(options);
      assert.deepEqual(findings, []);
      assert.equal(account, "123456789012");
      assert.deepEqual(await findPrivateSubnets(options.aws, adopting), [
        "subnet-privatea",
        "subnet-privateb",
        "subnet-privatec",
      ]);
    }));

  it("lists everything that adopted parts lack at once, and changes nothing", () =>
    withAws(adopting, async (options, aws) => {
      adopt(aws);
      const { state } = aws;
      state.ec2.vpcAttributes.set("enableDnsHostnames", false);
      state.ec2.subnets.splice(-1);
      state.ec2.securityGroups.splice(0);
      state.eks.addons.clear();
      const cluster = state.kafka.clusters.get(mskArn) as { provisioned: Record<string, unknown> };
      cluster.provisioned.clientAuthentication = {};
      state.rds.parameterGroups.set("mine", { binlog_format: "MIXED" });
      Object.assign(state.rds.instances.get("old") ?? {}, {
        BackupRetentionPeriod: 0,
        MasterUserSecret: undefined,
      });
      state.glue.registries.clear();
      state.s3.buckets.clear();
      const { findings } = await preflight(options);
      const blocking = findings
        .filter(({ severity }) => severity === "blocks")
        .map(({ code }) => code);
      assert.deepEqual(blocking, [
        "VPC_DNS_OFF",
        "SUBNET_ABSENT",
        "POD_IDENTITY_ABSENT",
        "MSK_IAM_OFF",
        "MSK_NO_PATH",
        "RDS_BACKUPS_OFF",
        "RDS_PARAMETER",
        "RDS_PARAMETER",
        "RDS_NO_PATH",
        "RDS_NO_ADMINISTRATOR",
        "REGISTRY_ABSENT",
        "BUCKET_ABSENT",
      ]);
      for (const { remedy } of findings) assert.ok(remedy.length > 5);
      assert.ok(!aws.requests.some((request) => /Create|Put|Delete|Modify|Update/.test(request)));
    }));

  it("names what does not exist in the account", () =>
    withAws(adopting, async (options) => {
      const { findings } = await preflight(options);
      const codes = findings.map(({ code }) => code);
      const absent = [
        "VPC_ABSENT",
        "EKS_ABSENT",
        "MSK_ABSENT",
        "RDS_ABSENT",
        "REGISTRY_ABSENT",
        "BUCKET_ABSENT",
      ];
      assert.deepEqual(codes, absent);
    }));

  it("says before anything is made that nobody will reach the API of a private cluster", () =>
    withAws(samplePlatform({ access: { cidrs: [] } }), async (options, aws) => {
      await assert.rejects(deploy(options), (error: unknown) => {
        assert.ok(error instanceof WeirError);
        assert.equal(error.code, "PREFLIGHT_FAILED");
        assert.match(error.message, /only machines inside the VPC will reach the Kubernetes API/);
        return true;
      });
      assert.equal(aws.stacks.size, 0);
    }));

  it("warns where this machine's address may not reach the API", () =>
    withAws(samplePlatform(), async (options) => {
      const outside = await preflight({ ...options, publicAddress: async () => "203.0.113.9" });
      assert.deepEqual(
        outside.findings.map(({ code, severity }) => [code, severity]),
        [["ADDRESS_NOT_ALLOWED", "warns"]],
      );
      const inside = await preflight({ ...options, publicAddress: async () => "198.51.100.7" });
      assert.deepEqual(inside.findings, []);
    }));

  it("names missing helm, absent zones, and nodes too small for a worker", () =>
    withAws(samplePlatform({ eks: { instanceType: "t4g.small" } }), async (options, aws) => {
      aws.state.ec2.zones = ["eu-central-1a"];
      const missing = async () => {
        throw new WeirError("PREREQUISITE_MISSING", "helm is not on the PATH");
      };
      const { findings } = await preflight({ ...options, helm: { ...helm, version: missing } });
      assert.deepEqual(
        findings.map(({ code }) => code),
        ["HELM_MISSING", "ZONE_ABSENT", "INSTANCE_TYPE_TOO_SMALL"],
      );
    }));

  it("refuses the principal that makes the cluster among its administrators", () => {
    const adminRoles = ["arn:aws:iam::123456789012:user/fake"];
    const platform = samplePlatform({ access: { cidrs: ["198.51.100.0/24"], adminRoles } });
    return withAws(platform, async (options, aws) => {
      const codes = async () => (await preflight(options)).findings.map(({ code }) => code);
      assert.deepEqual(await codes(), ["ADMIN_IS_CREATOR"]);
      aws.state.eks.clusters.set("shop", { name: "shop", status: "ACTIVE" });
      assert.ok(!(await codes()).includes("ADMIN_IS_CREATOR"), "who made it is not known then");
    });
  });

  it("knows a role behind its session", () => {
    const caller = "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_1/ann@example.org";
    const role = (path: string) => `arn:aws:iam::123456789012:role/${path}`;
    assert.ok(isPrincipal(role("aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1"), caller));
    assert.ok(!isPrincipal(role("Admin_1"), caller));
    assert.ok(!isPrincipal("arn:aws:iam::210987654321:role/AWSReservedSSO_Admin_1", caller));
  });

  it("names a kept bucket that is in the way of a new one", () =>
    withAws(samplePlatform(), async (options, aws) => {
      aws.state.s3.buckets.set("shop-lake-123456789012-eu-central-1", new Map());
      const { findings } = await preflight(options);
      assert.deepEqual(
        findings.map(({ code, severity }) => [code, severity]),
        [["BUCKET_IN_THE_WAY", "blocks"]],
      );
      assert.match(findings[0]?.remedy ?? "", /aws\.bucket\.existing: shop-lake-/);
    }));

  it("stops at credentials of another account, and at expired ones", () =>
    withAws(samplePlatform({ account: "999999999999" }), async (options, aws) => {
      await assert.rejects(preflight(options), { code: "AWS_ACCOUNT_MISMATCH" });
      aws.faults.expireAfter(0);
      await assert.rejects(preflight(options), { code: "AWS_CREDENTIALS_EXPIRED" });
    }));
});

describe("security groups", () => {
  const groups = [
    {
      IpPermissions: [
        {
          IpProtocol: "tcp",
          FromPort: 3306,
          ToPort: 3306,
          UserIdGroupPairs: [{ GroupId: "sg-1" }],
        },
      ],
    },
    { IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "10.1.0.0/20" }] }] },
  ];

  it("lets in whom a range or a group holds, by port", () => {
    assert.ok(allowsTcp(groups, 3306, { cidr: undefined, groupIds: ["sg-1"] }));
    assert.ok(allowsTcp(groups, 9098, { cidr: "10.1.4.0/24", groupIds: [] }));
    assert.ok(!allowsTcp(groups, 9098, { cidr: undefined, groupIds: ["sg-1"] }));
    assert.ok(!allowsTcp(groups, 3306, { cidr: "10.1.0.0/16", groupIds: ["sg-2"] }));
  });
});
