import { describeError } from "@weir/core";
import { awsNames } from "../../aws-names.ts";
import { applyStack, previewStack } from "../apply-stack.ts";
import { checkStack } from "../check-stack.ts";
import type { DeployStep } from "../deploy-step.ts";

// A cluster takes 10 to 15 minutes, its nodes 5, addons some more.
const deadlineMs = 60 * 60_000;

export const platformStep: DeployStep = {
  name: "platform",
  needs: ["foundation", "data"],
  summary: "Kubernetes cluster (EKS), nodes in three zones, identities",
  deadlineMs,
  back: "weir destroy",
  async run(context) {
    const changes = await applyStack(context, "platform", { deadlineMs });
    context.report("looking whether the Kubernetes API answers from here");
    const { gitVersion } = await (await context.kubernetes()).version();
    return { changes, detail: `Kubernetes ${gitVersion}` };
  },
  preview: (context) => previewStack(context, "platform"),
  async check(context) {
    const missing = await checkStack(context, "platform");
    if (missing.length > 0) return { missing };
    const name = context.platform.aws.eks.existing ?? awsNames(context.platform).cluster;
    const status = (await context.aws.eks.describeCluster(name))?.status;
    // UPDATING serves on.
    if (status !== "ACTIVE" && status !== "UPDATING") {
      return { missing: [`the EKS cluster ${name} is ${status ?? "not there"}`] };
    }
    try {
      await context.kubernetes();
      return { missing: [] };
    } catch (error) {
      return { missing: [describeError(error)] };
    }
  },
};
