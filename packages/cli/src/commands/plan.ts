import type { DeployedTemplates, DriverOptions, PlanOptions, Unreachable } from "@weir/deploy";
import { readLocalFacts } from "../aws/read-local-facts.ts";
import { synthesize } from "../aws/synthesize.ts";
import { withDriver } from "../aws/with-driver.ts";
import { defineCommand } from "../define-command.ts";
import { count, toggle } from "../parameters.ts";

interface PlanFlags {
  readonly changesPerSecond?: number;
  readonly offline: boolean;
}

/** `weir plan`: what a deployment changes, costs and survives; changes nothing. */
export const plan = defineCommand<PlanFlags>({
  description:
    "Compares with what is deployed where it can be reached, prices a month with its assumptions, predicts recovery times with their arithmetic, and warns. Changes nothing.",
  flags: {
    changesPerSecond: count("Row changes per second that the price is reckoned with"),
    offline: toggle("Do not ask AWS what is deployed"),
  },
  async run(command, { changesPerSecond, offline }) {
    const synthesized = await synthesize(command);
    const { platform, files } = synthesized;
    const { planDeployment, readTemplates, renderPlan } = await import("@weir/deploy");
    const templates = readTemplates(platform, files);
    const [deployed, facts] = await Promise.all([
      offline ? { deployed: notAsked } : withDriver(command, synthesized, readDeployed),
      readLocalFacts(command, platform),
    ]);
    const result = planDeployment(platform, {
      templates,
      ...deployed,
      ...(facts === undefined ? {} : { facts }),
      ...(changesPerSecond === undefined ? {} : { workload: { changesPerSecond } }),
    });
    return { json: result, human: renderPlan(result) };
  },
});

const notAsked: Unreachable = { unreachable: "--offline was given" };

/** What stands in the account, or why nobody could look: a plan is worth having without it. */
async function readDeployed(
  options: DriverOptions,
): Promise<Pick<PlanOptions, "deployed" | "kubernetes">> {
  const [{ awsNames, readDeployedTemplates, readKubernetesChanges }, { describeError }] =
    await Promise.all([import("@weir/deploy"), import("@weir/core")]);
  let deployed: DeployedTemplates;
  try {
    deployed = await readDeployedTemplates(options.platform, options.aws);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return { deployed: { unreachable: describeError(error) } };
  }
  // Before the cluster stands there is nothing to ask.
  if (deployed[awsNames(options.platform).stacks.platform] === undefined) return { deployed };
  return { deployed, kubernetes: await readKubernetesChanges(options) };
}
