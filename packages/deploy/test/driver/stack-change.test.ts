import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Change } from "../../src/aws/cloudformation.ts";
import { planStackChange, stackPolicy, statefulIds } from "../../src/driver/stack-change.ts";
import { firstFailure } from "../../src/driver/stack-events.ts";
import { stackState } from "../../src/driver/stack-status.ts";

function modify(type: string, replacement: "True" | "False" | "Conditional"): Change {
  return {
    Type: "Resource",
    ResourceChange: {
      Action: "Modify",
      LogicalResourceId: "Data",
      ResourceType: type,
      Replacement: replacement,
      Details: [
        { Target: { Attribute: "Properties", Name: "Engine", RequiresRecreation: "Always" } },
      ],
    },
  };
}

describe("change of a stack", () => {
  it("counts replaced, perhaps replaced and removed data as dangerous, and nothing else", () => {
    const remove: Change = {
      ResourceChange: {
        Action: "Remove",
        LogicalResourceId: "Lake",
        ResourceType: "AWS::S3::Bucket",
      },
    };
    const { dangerous } = planStackChange("shop-data", [
      modify("AWS::RDS::DBInstance", "True"),
      modify("AWS::MSK::Cluster", "Conditional"),
      modify("AWS::EKS::Cluster", "False"),
      modify("AWS::EC2::SecurityGroup", "True"),
      remove,
    ]);
    assert.deepEqual(
      dangerous.map(({ type, action, properties }) => [type, action, properties.join()]),
      [
        ["AWS::RDS::DBInstance", "replace", "Engine"],
        ["AWS::MSK::Cluster", "may-replace", "Engine"],
        ["AWS::S3::Bucket", "destroy", ""],
      ],
    );
  });

  it("protects what holds data by stack policy, each by its logical id", () => {
    const ids = statefulIds({
      Resources: {
        Db: { Type: "AWS::RDS::DBInstance" },
        Group: { Type: "AWS::EC2::SecurityGroup" },
      },
    });
    assert.deepEqual(ids, ["Db"]);
    assert.match(JSON.stringify(stackPolicy(ids)), /Deny.*Update:Replace.*LogicalResourceId\/Db/);
    assert.doesNotMatch(JSON.stringify(stackPolicy([])), /Deny/);
  });
});

describe("events of a stack", () => {
  const event = (second: number, id: string, status: string, reason?: string) => ({
    EventId: String(second),
    StackId: "id",
    StackName: "shop-data",
    Timestamp: new Date(second * 1000),
    LogicalResourceId: id,
    ResourceType: id === "shop-data" ? "AWS::CloudFormation::Stack" : "AWS::X::Y",
    ResourceStatus: status as never,
    ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
  });

  it("finds the first failure of the last operation, not its consequences", () => {
    const found = firstFailure([
      event(1, "shop-data", "UPDATE_IN_PROGRESS"),
      event(2, "Old", "UPDATE_FAILED", "an earlier one"),
      event(3, "shop-data", "UPDATE_IN_PROGRESS"),
      event(6, "Third", "CREATE_FAILED", "Resource creation cancelled"),
      event(5, "Second", "CREATE_FAILED", "quota reached"),
      event(7, "shop-data", "UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed"),
    ]);
    assert.equal(found?.LogicalResourceId, "Second");
  });

  it("knows what each status allows", () => {
    const states = {
      REVIEW_IN_PROGRESS: "reviewed",
      UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: "busy",
      UPDATE_ROLLBACK_COMPLETE: "healthy",
      ROLLBACK_COMPLETE: "rolled-back",
      UPDATE_ROLLBACK_FAILED: "stuck",
      ROLLBACK_FAILED: "stuck",
    };
    for (const [status, state] of Object.entries(states)) assert.equal(stackState(status), state);
    assert.equal(stackState(undefined), "absent");
  });
});
