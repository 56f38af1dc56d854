import { WeirError } from "@weir/core";
import { CfnOutput, type Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { AwsPlatform } from "../aws-platform.ts";
import type { SynthInputs } from "../synth-inputs.ts";
import type { DataResources } from "./data-stack.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import {
  connectionNames,
  createConnections,
  createJob,
  createJobLogs,
  createSecurityConfiguration,
  createTrigger,
  glueLogPrefix,
} from "./glue-job.ts";
import { createGlueRole } from "./glue-role.ts";
import { checkCadence, type GlueSchedule, planGlueSchedule } from "./glue-schedule.ts";
import { createStack } from "./weir-stack.ts";

/** What the lake stack gives to the others. */
export interface LakeResources {
  readonly stack: Stack;
  readonly jobName: string;
  readonly schedule: GlueSchedule;
}

/**
 * The Spark job, what it runs with, and when.
 *
 * @throws WeirError SPEC_INVALID where no trigger keeps the cadence; `checkCadence` says it earlier
 */
export function createLakeStack(
  scope: Construct,
  platform: AwsPlatform,
  foundation: FoundationResources,
  data: DataResources,
  inputs: SynthInputs,
): LakeResources {
  const schedule = planGlueSchedule(platform.lake.cadence);
  if (schedule === undefined) {
    const [problem] = checkCadence(platform);
    throw new WeirError("SPEC_INVALID", `Glue cannot start a job every ${platform.lake.cadence}`, {
      ...(problem === undefined ? {} : { remedy: problem.remedy }),
    });
  }
  const stack = createStack(scope, platform, "lake");
  const connections = createConnections(stack, platform, foundation);
  const role = createGlueRole(stack, platform, foundation, data, {
    logPrefix: glueLogPrefix(platform),
    connections: connectionNames(platform),
  });
  const job = createJob(stack, platform, foundation, inputs, {
    role,
    connections,
    securityConfiguration: createSecurityConfiguration(stack, platform, foundation),
    logs: createJobLogs(stack, platform, foundation),
    schedule,
  });
  // The lake reads Glue's records only: of another registry it would quarantine every one.
  createTrigger(stack, job, schedule, platform.registry.kind === "glue");
  new CfnOutput(stack, "GlueJobName", { value: job.ref, description: "The Spark job" });
  return { stack, jobName: job.name ?? job.ref, schedule };
}
