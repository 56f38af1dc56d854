import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { madeStacks, resourceOf, resourcesOf } from "./stacks-sample.ts";

/** Categories of the source type db-instance. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html */
const rdsCategories = [
  "availability",
  "backup",
  "configuration change",
  "creation",
  "deletion",
  "failover",
  "failure",
  "low storage",
  "maintenance",
  "notification",
  "read replica",
  "recovery",
  "restoration",
  "security",
  "security patching",
];

const { observability } = madeStacks();

describe("createObservabilityStack", () => {
  const rules = () =>
    Object.fromEntries(
      resourcesOf(observability, "AWS::Events::Rule").map(([id, { Properties }]) => [
        id,
        Properties,
      ]),
    );

  it("tells the topic of each failed run of this job alone", () => {
    const failed = rules().JobFailed;
    assert.deepEqual(failed?.EventPattern, {
      source: ["aws.glue"],
      "detail-type": ["Glue Job State Change"],
      detail: { jobName: ["legopoc-lake"], state: ["FAILED", "TIMEOUT"] },
    });
    assert.match(failed?.Targets[0].Arn["Fn::ImportValue"], /AlarmTopic/);
  });

  it("fills each word of the message from the event", () => {
    const { InputPathsMap, InputTemplate } = rules().JobFailed?.Targets[0].InputTransformer ?? {};
    const words = [...InputTemplate.matchAll(/<([a-z]+)>/g)].map(([, word]) => word);
    assert.deepEqual(words.toSorted(), Object.keys(InputPathsMap).toSorted());
    assert.doesNotThrow(() => JSON.parse(InputTemplate));
  });

  it("counts successful runs by the rule that the alarm watches", () => {
    const succeeded = rules().JobSucceeded;
    const alarm = observability.Resources.LakeRuns?.Properties;
    assert.deepEqual(alarm?.Dimensions, [{ Name: "RuleName", Value: succeeded?.Name }]);
    assert.deepEqual(succeeded?.EventPattern.detail.state, ["SUCCEEDED"]);
  });

  it("lets EventBridge write to the group of that rule and no other", () => {
    const group = resourceOf(observability, "AWS::Logs::LogGroup").Properties.LogGroupName;
    const policy = JSON.stringify(
      resourceOf(observability, "AWS::Logs::ResourcePolicy").Properties,
    );
    assert.ok(policy.includes(`:log-group:${group}:*`));
  });

  it("hears of failovers and the like of every database, in words that RDS knows", () => {
    const { SourceIds, EventCategories, SourceType } = resourceOf(
      observability,
      "AWS::RDS::EventSubscription",
    ).Properties;
    assert.equal(SourceType, "db-instance");
    assert.equal(SourceIds.length, 2);
    assert.ok(EventCategories.includes("failover"));
    const unknown = (categories: string[]) => categories.filter((c) => !rdsCategories.includes(c));
    assert.deepEqual(unknown(EventCategories), []);
    assert.deepEqual(unknown(["fail-over"]), ["fail-over"]);
  });
});
