import { applyStack, previewStack } from "../apply-stack.ts";
import { checkStack } from "../check-stack.ts";
import type { DeployStep } from "../deploy-step.ts";

const deadlineMs = 30 * 60_000;

export const foundationStep: DeployStep = {
  name: "foundation",
  needs: [],
  summary: "network, key, buckets, image repository, alarm topic",
  deadlineMs,
  back: "weir destroy",
  run: async (context) => ({ changes: await applyStack(context, "foundation", { deadlineMs }) }),
  preview: (context) => previewStack(context, "foundation"),
  check: async (context) => ({ missing: await checkStack(context, "foundation") }),
};
