import { describeError, WeirError } from "@weir/core";
import { type DriverOptions, openContext } from "../driver-context.ts";
import { checkAccount } from "../preflight/region.ts";
import { destroyKubernetes } from "./destroy-kubernetes.ts";
import { destroyStack } from "./destroy-stack.ts";
import { planDestroy } from "./plan-destroy.ts";

export interface DestroyOptions extends DriverOptions {
  /** The platform's name as a person typed it; anything else is refused. */
  readonly confirmedName: string;
  /** Delete the lake's bucket, the schema registry and the last snapshots too. @default false */
  readonly withData?: boolean;
}

/** What destroying left there, and how to remove it by hand. */
export interface Kept {
  readonly what: string;
  readonly why: string;
  readonly remove: string;
}

export interface DestroyReport {
  readonly platform: string;
  readonly account: string;
  /** Stacks that are gone, in the order in which they went. */
  readonly destroyed: readonly string[];
  readonly kept: readonly Kept[];
}

/**
 * Takes a deployment down, last step first. Adopted parts are not touched. A second run goes on where
 * the first one stopped.
 *
 * @throws WeirError DESTROY_NOT_CONFIRMED, DEPLOY_FAILED with the resource that would not go
 */
export async function destroy(options: DestroyOptions): Promise<DestroyReport> {
  const { platform, aws, confirmedName, withData = false, report } = options;
  if (confirmedName !== platform.name) {
    throw new WeirError(
      "DESTROY_NOT_CONFIRMED",
      `destroying ${platform.name} was confirmed with ${JSON.stringify(confirmedName)}`,
      { remedy: `type the platform's name: ${platform.name}` },
    );
  }
  const { context, begin, close } = await openContext(options, {
    allowReplacement: new Set(),
    runLake: false,
  });
  const destroyed: string[] = [];
  const kept: Kept[] = [];
  const step = async (name: string, run: () => Promise<Kept[]>) => {
    begin(name);
    report?.({ step: name, state: "started" });
    try {
      kept.push(...(await run()));
      report?.({ step: name, state: "done" });
    } catch (error) {
      report?.({ step: name, state: "failed", detail: describeError(error) });
      throw explain(error, name, destroyed);
    }
  };
  try {
    const { account } = await checkAccount(context);
    // Looked at before anything goes: a stack tells what is in it only while it is there.
    const stacks = await planDestroy(platform, aws);
    await step("kubernetes", () => destroyKubernetes(context));
    for (const stack of stacks) {
      await step(stack.id, () => destroyStack(context, stack, { withData }));
      destroyed.push(stack.stackName);
    }
    return { platform: platform.name, account, destroyed, kept };
  } finally {
    close();
  }
}

function explain(error: unknown, step: string, destroyed: readonly string[]): WeirError {
  const known = error instanceof WeirError ? error : undefined;
  const goOn = "to go on: weir destroy again; what is gone already is left out";
  return new WeirError(
    known?.code ?? "INTERNAL",
    `destroying ${step}: ${known?.message ?? describeError(error)}`,
    {
      remedy: known?.remedy === undefined ? goOn : `${known.remedy}; ${goOn}`,
      cause: known?.cause ?? error,
      details: { ...known?.details, step, destroyed },
    },
  );
}
