import { type DeployStep, type StepName, stepNames } from "./deploy-step.ts";
import { connectStep } from "./steps/connect.ts";
import { connectorsStep } from "./steps/connectors.ts";
import { dataStep } from "./steps/data.ts";
import { foundationStep } from "./steps/foundation.ts";
import { lakeStep } from "./steps/lake.ts";
import { operatorStep } from "./steps/operator.ts";
import { platformStep } from "./steps/platform.ts";
import { verifyStep } from "./steps/verify.ts";

/** Every step of a deployment by name. */
export const deploySteps: Readonly<Record<StepName, DeployStep>> = {
  foundation: foundationStep,
  data: dataStep,
  platform: platformStep,
  operator: operatorStep,
  connect: connectStep,
  connectors: connectorsStep,
  lake: lakeStep,
  verify: verifyStep,
};

/** The steps to do, in order; one where `only` names it. */
export function planSteps(only: StepName | undefined): readonly DeployStep[] {
  return stepNames
    .filter((name) => only === undefined || name === only)
    .map((name) => deploySteps[name]);
}
