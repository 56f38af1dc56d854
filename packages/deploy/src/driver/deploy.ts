import { describeError, hasErrorCode, WeirError } from "@weir/core";
import type { DeployStep, DriverContext, StepChange, StepName } from "./deploy-step.ts";
import { type DriverOptions, openContext } from "./driver-context.ts";
import { assertReadyToDeploy } from "./preflight.ts";
import { deploySteps, planSteps } from "./steps.ts";

export interface DeployOptions extends DriverOptions {
  /** One step alone; those that it needs must stand. */
  readonly only?: StepName;
  /** Change sets and server-side dry runs; nothing that lasts is changed. @default false */
  readonly dryRun?: boolean;
  /** Logical ids of resources that hold data and may be replaced or deleted. @default none */
  readonly allowReplacement?: readonly string[];
  /** Start one run of the lake job and wait for it. @default false */
  readonly runLake?: boolean;
  /** This machine's public address, for the preflight; undefined where it cannot be known. */
  readonly publicAddress?: () => Promise<string | undefined>;
}

export interface StepOutcome {
  readonly step: StepName;
  /** "previewed" in a dry run. */
  readonly outcome: "changed" | "unchanged" | "previewed";
  readonly changes: readonly StepChange[];
  readonly detail: string | undefined;
  /** What a dry run cannot say before earlier steps are done. */
  readonly notPreviewed: readonly string[];
  readonly durationMs: number;
}

export interface DeployReport {
  readonly platform: string;
  readonly region: string;
  readonly account: string;
  readonly dryRun: boolean;
  readonly steps: readonly StepOutcome[];
}

/**
 * Brings AWS and Kubernetes to a synthesis, step by step. There is no state file: what is done is
 * what AWS and Kubernetes say, so that a second run goes on where the first one stopped.
 *
 * @throws WeirError PREFLIGHT_FAILED before anything is made; of a step, its own code with the step
 *   in front of the message, and how to go on or back as remedy
 */
export async function deploy(options: DeployOptions): Promise<DeployReport> {
  const { platform, only, dryRun = false, report } = options;
  const { context, begin, close } = await openContext(options, {
    allowReplacement: new Set(options.allowReplacement),
    runLake: options.runLake ?? false,
  });
  try {
    begin("preflight");
    report?.({ step: "preflight", state: "started" });
    const { account } = await assertReadyToDeploy(context, options);
    report?.({ step: "preflight", state: "done", detail: `account ${account}` });
    const steps: StepOutcome[] = [];
    for (const step of planSteps(only)) {
      begin(step.name);
      report?.({ step: step.name, state: "started", detail: step.summary });
      try {
        if (only !== undefined) await assertNeeds(context, step);
        const outcome = dryRun ? await previewStep(context, step) : await runStep(context, step);
        steps.push(outcome);
        report?.({ step: step.name, state: "done", detail: summarize(outcome) });
      } catch (error) {
        report?.({ step: step.name, state: "failed", detail: describeError(error) });
        throw explain(error, step, steps);
      }
    }
    return { platform: platform.name, region: platform.aws.region, account, dryRun, steps };
  } finally {
    close();
  }
}

async function runStep(context: DriverContext, step: DeployStep): Promise<StepOutcome> {
  const startedMs = performance.now();
  const { changes, detail } = await step.run(context);
  // What a step did is believed only after a look.
  const { missing } = await step.check(context);
  if (missing.length > 0) {
    throw new WeirError("DEPLOY_FAILED", `done, but its check says: ${missing.join("; ")}`, {
      details: { missing },
    });
  }
  return {
    step: step.name,
    outcome: changes.length > 0 ? "changed" : "unchanged",
    changes,
    detail,
    notPreviewed: [],
    durationMs: Math.round(performance.now() - startedMs),
  };
}

async function previewStep(context: DriverContext, step: DeployStep): Promise<StepOutcome> {
  const startedMs = performance.now();
  const absent = await missingNeeds(context, step);
  // Stacks say themselves what they build on; the rest needs a cluster and values to be judged.
  const onStack = ["foundation", "data", "platform", "lake"].includes(step.name);
  const {
    changes,
    detail,
    notPreviewed = [],
  } = absent.length > 0 && !onStack
    ? { changes: [], detail: undefined, notPreviewed: absent }
    : await step.preview(context);
  return {
    step: step.name,
    outcome: "previewed",
    changes,
    detail,
    notPreviewed,
    durationMs: Math.round(performance.now() - startedMs),
  };
}

async function missingNeeds(context: DriverContext, step: DeployStep): Promise<string[]> {
  const missing: string[] = [];
  for (const name of step.needs) {
    const lacks = await lacksOf(context, deploySteps[name]);
    missing.push(...lacks.map((what) => `${name}: ${what}`));
    // What builds on a missing step only repeats it.
    if (missing.length > 0) break;
  }
  return missing;
}

/** A check that cannot even look, because something before it is missing, says so. */
async function lacksOf(context: DriverContext, step: DeployStep): Promise<readonly string[]> {
  try {
    return (await step.check(context)).missing;
  } catch (error) {
    const absent = ["DEPLOY_INCOMPLETE", "OPERATOR_MISSING", "KUBERNETES_UNREACHABLE"] as const;
    if (absent.some((code) => hasErrorCode(error, code))) return [describe(error)];
    throw error;
  }
}

async function assertNeeds(context: DriverContext, step: DeployStep): Promise<void> {
  const missing = await missingNeeds(context, step);
  if (missing.length === 0) return;
  throw new WeirError(
    "DEPLOY_INCOMPLETE",
    `the step ${step.name} needs what is not there: ${missing.join("; ")}`,
    { remedy: '"weir deploy" without --only does the steps before', details: { missing } },
  );
}

function summarize({ outcome, changes, detail, notPreviewed }: StepOutcome): string {
  const count = outcome === "unchanged" ? "nothing to change" : `${changes.length} changes`;
  const open = notPreviewed.length > 0 ? `${notPreviewed.length} not known yet` : undefined;
  return [count, detail, open].filter(Boolean).join("; ");
}

/** The error of a step, with the step, what is done already, and both ways out. */
function explain(error: unknown, step: DeployStep, done: readonly StepOutcome[]): WeirError {
  const known = error instanceof WeirError ? error : undefined;
  const code = known?.code ?? "INTERNAL";
  const ways = `to go on: weir deploy; to go back: ${step.back}`;
  const remedy = known?.remedy === undefined ? ways : `${known.remedy}; ${ways}`;
  return new WeirError(code, `step ${step.name}: ${describe(error)}`, {
    remedy,
    cause: known?.cause ?? error,
    details: { ...known?.details, step: step.name, done: done.map((outcome) => outcome.step) },
  });
}

function describe(error: unknown): string {
  // A WeirError says its cause in its own message already.
  return error instanceof WeirError ? error.message : describeError(error);
}
