import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MysqlEngineVersion } from "aws-cdk-lib/aws-rds";
import { awsNames } from "../../src/aws-names.ts";
import { hasPerformanceInsights, maxConnections } from "../../src/infrastructure/rds-classes.ts";
import { rdsParameters } from "../../src/infrastructure/rds-parameters.ts";
import { checkSourceVersions, rdsMysqlVersions } from "../../src/infrastructure/rds-versions.ts";
import { rdsParameterNames } from "./aws-lists.ts";
import {
  adoptedStacks,
  madeStacks,
  resourceOf,
  resourcesOf,
  samplePlatform,
  synthSample,
} from "./stacks-sample.ts";

const unknownParameters = (names: readonly string[]) =>
  names.filter((name) => !rdsParameterNames.includes(name));

const engineVersions = Object.values(MysqlEngineVersion)
  .filter((version) => version instanceof MysqlEngineVersion)
  .map(({ mysqlFullVersion }) => mysqlFullVersion);

describe("parameter group", () => {
  it("has only names that RDS knows", () => {
    for (const [id, { Properties }] of resourcesOf(
      madeStacks().data,
      "AWS::RDS::DBParameterGroup",
    )) {
      assert.deepEqual(unknownParameters(Object.keys(Properties.Parameters)), [], id);
    }
    // The check itself: MySQL's spelling, and what is no parameter on RDS.
    const wrong = ["gtid_mode", "binlog_expire_logs_seconds", "enforce-gtid-consistency"];
    assert.deepEqual(unknownParameters([...wrong, "gtid-mode"]), wrong);
  });

  it("turns on what change capture needs, and demands TLS", () => {
    const values = Object.fromEntries(rdsParameters);
    assert.equal(values.binlog_format, "ROW");
    assert.equal(values.binlog_row_image, "FULL");
    assert.equal(values.binlog_row_metadata, "FULL");
    assert.equal(values["gtid-mode"], "ON");
    assert.equal(values.enforce_gtid_consistency, "ON");
    assert.equal(values.require_secure_transport, "1");
  });

  it("is of the source's release", () => {
    const families = resourcesOf(madeStacks().data, "AWS::RDS::DBParameterGroup").map(
      ([, { Properties }]) => Properties.Family,
    );
    assert.deepEqual(families, ["mysql8.4", "mysql8.0"]);
  });
});

describe("instance", () => {
  const instance = () => madeStacks().data.Resources.InstanceOfShop;

  it("runs an engine version of the service's list", () => {
    for (const [release, version] of Object.entries(rdsMysqlVersions)) {
      if (version === undefined) continue;
      assert.ok(engineVersions.includes(version), version);
      assert.ok(version.startsWith(`${release}.`), version);
    }
    assert.ok(!engineVersions.includes("8.4.99"));
    assert.equal(instance()?.Properties.EngineVersion, rdsMysqlVersions["8.4"]);
  });

  it("survives a zone and a deletion by mistake", () => {
    const { Properties, DeletionPolicy } = instance() ?? assert.fail();
    assert.equal(Properties.MultiAZ, true);
    assert.equal(Properties.DeletionProtection, true);
    assert.equal(Properties.BackupRetentionPeriod, 7);
    assert.equal(Properties.DeleteAutomatedBackups, false);
    assert.equal(DeletionPolicy, "Snapshot");
  });

  it("is encrypted, private, and has no password in the template", () => {
    const { Properties } = instance() ?? assert.fail();
    assert.equal(Properties.StorageEncrypted, true);
    assert.ok(Properties.KmsKeyId);
    assert.equal(Properties.PubliclyAccessible, false);
    assert.equal(Properties.ManageMasterUserPassword, true);
    assert.ok(Properties.MasterUserSecret.KmsKeyId);
    assert.equal(Properties.MasterUserPassword, undefined);
  });

  it("writes its logs to encrypted groups that exist before it", () => {
    const { DependsOn = [], Properties } = instance() ?? assert.fail();
    assert.deepEqual(Properties.EnableCloudwatchLogsExports, ["error", "slowquery"]);
    assert.deepEqual([...DependsOn].toSorted(), ["ErrorLogOfShop", "SlowLogOfShop"]);
    for (const id of DependsOn) {
      const group = madeStacks().data.Resources[id]?.Properties;
      assert.match(group?.LogGroupName, /^\/aws\/rds\/instance\/legopoc-shop\/(error|slowquery)$/);
      assert.ok(group?.KmsKeyId);
    }
  });

  it("is reached by the nodes alone", () => {
    const rules = resourcesOf(madeStacks().data, "AWS::EC2::SecurityGroupIngress")
      .map(([, { Properties }]) => Properties)
      .filter(({ FromPort }) => FromPort === 3306);
    assert.equal(rules.length, 1);
    assert.match(rules[0]?.SourceSecurityGroupId["Fn::ImportValue"], /Workload/);
  });

  it("does without Performance Insights where the class has none", () => {
    assert.equal(hasPerformanceInsights("db.t4g.small"), false);
    assert.equal(hasPerformanceInsights("db.t4g.medium"), true);
    assert.equal(hasPerformanceInsights("db.m7g.large"), true);
  });

  it("comes from parameters where it is adopted, and is an output all the same", () => {
    const { data } = adoptedStacks();
    assert.deepEqual(Object.keys(data.Parameters ?? {}).toSorted(), [
      "DatabaseHostShop",
      "DatabaseMasterSecretShop",
      "DatabasePortShop",
    ]);
    for (const id of Object.keys(data.Parameters ?? {})) {
      assert.deepEqual(data.Outputs?.[id]?.Value, { Ref: id });
    }
    // The other source still gets one.
    assert.equal(
      resourceOf(data, "AWS::RDS::DBInstance").Properties.DBInstanceIdentifier,
      awsNames({ name: "legopoc" }).database("Bill_ing"),
    );
  });
});

describe("identifier", () => {
  const { database } = awsNames({ name: "platform-with-a-rather-long-name-of-forty" });

  it("is one that RDS takes, whatever the source is called", () => {
    for (const source of ["a", "Shop", "a__b", "x_", "s".repeat(63), `${"S".repeat(62)}a`]) {
      assert.match(database(source), /^(?!.*--)[a-z][a-z0-9-]{0,61}[a-z0-9]$/, source);
    }
  });

  it("keeps unlike sources unlike", () => {
    const sources = ["a_b", "a__b", "A_b", `${"s".repeat(62)}a`, `${"s".repeat(62)}b`];
    assert.equal(new Set(sources.map(database)).size, sources.length);
  });
});

describe("checkSourceVersions", () => {
  const with97 = (aws = {}) =>
    samplePlatform({
      sources: { shop: { version: "9.7", tables: ["a.b"] } },
      aws: { region: "eu-central-1", ...aws },
    });

  it("rejects a release that RDS does not have", () => {
    assert.deepEqual(checkSourceVersions(samplePlatform()), []);
    const [problem] = checkSourceVersions(with97());
    assert.equal(problem?.path, "sources.shop.version");
    assert.match(problem?.expectation ?? "", /"8.0" or "8.4"/);
    assert.throws(() => synthSample(with97()), /RDS has no MySQL 9.7/);
  });

  it("leaves an adopted instance as it is", () => {
    assert.deepEqual(checkSourceVersions(with97({ rds: { existing: { shop: "db" } } })), []);
  });
});

describe("maxConnections", () => {
  it("follows the memory of the class", () => {
    assert.equal(maxConnections("db.m7g.large"), 682);
    assert.equal(maxConnections("db.r7g.2xlarge"), 5_461);
    assert.equal(maxConnections("db.t4g.micro"), 85);
    assert.equal(maxConnections("db.unknown"), undefined);
  });
});
