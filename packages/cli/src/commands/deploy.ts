import type { DeployReport, StepName } from "@weir/deploy";
import { assertLakeReads } from "../assert-lake-reads.ts";
import { readPublicAddress } from "../aws/read-public-address.ts";
import { synthesize } from "../aws/synthesize.ts";
import { withDriver } from "../aws/with-driver.ts";
import { confirm } from "../confirm.ts";
import { defineCommand } from "../define-command.ts";
import { renderTable } from "../output/table.ts";
import { renderDuration } from "../output/units.ts";
import { text, toggle } from "../parameters.ts";

interface DeployFlags {
  readonly only?: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly allowReplacement?: string;
  readonly runLake: boolean;
}

/** `weir deploy`: the platform of the spec on AWS, step by step, each checked. */
export const deploy = defineCommand<DeployFlags>({
  description:
    "Foundation, data, platform, operator, connect, connectors, lake, verify: each step is made so and then checked. Run again, it goes on where it stopped. See weir plan before.",
  flags: {
    only: text("One step; those before must stand", "STEP"),
    dryRun: toggle("Change sets and server-side dry runs; nothing is made"),
    yes: toggle("Do not ask"),
    allowReplacement: text(
      "Resources with data that may be replaced or deleted, by logical id, with commas",
      "IDS",
    ),
    runLake: toggle("Start one run of the lake job and wait for it"),
  },
  endsInOrder: true,
  async run(command, flags) {
    const only = await readStep(flags.only);
    const synthesized = await synthesize(command);
    const { platform } = synthesized;
    if (flags.runLake) await assertLakeReads(platform);
    const { deploy: deployPlatform } = await import("@weir/deploy");
    if (!flags.dryRun && !flags.yes) {
      const what = only === undefined ? "" : `the step ${only} of `;
      await confirm(command, {
        question: `deploy ${what}${platform.name} to ${platform.aws.region}? type yes`,
        answer: "yes",
        flag: "--yes",
      });
    }
    const report = await withDriver(command, synthesized, (options) =>
      deployPlatform({
        ...options,
        dryRun: flags.dryRun,
        runLake: flags.runLake,
        allowReplacement: flags.allowReplacement?.split(",") ?? [],
        publicAddress: readPublicAddress,
        ...(only === undefined ? {} : { only }),
      }),
    );
    return { json: report, human: renderReport(report) };
  },
});

async function readStep(name: string | undefined): Promise<StepName | undefined> {
  if (name === undefined) return undefined;
  const [{ stepNames }, { nearMatch, WeirError }] = await Promise.all([
    import("@weir/deploy"),
    import("@weir/core"),
  ]);
  const step = stepNames.find((each) => each === name);
  if (step !== undefined) return step;
  const near = nearMatch(name, stepNames);
  throw new WeirError("USAGE", `there is no step "${name}"`, {
    remedy: near === undefined ? `steps are ${stepNames.join(", ")}` : `did you mean "${near}"?`,
  });
}

function renderReport({ platform, region, account, dryRun, steps }: DeployReport): string {
  const open = steps.flatMap(({ notPreviewed }) => notPreviewed);
  return [
    renderTable(
      [
        { heading: "step" },
        { heading: "outcome" },
        { heading: "changes", align: "right" },
        { heading: "took", align: "right" },
        { heading: "" },
      ],
      steps.map(({ step, outcome, changes, durationMs, detail }) => [
        step,
        outcome,
        String(changes.length),
        renderDuration(durationMs),
        detail ?? "",
      ]),
    ),
    ...open.map((line) => `not known yet: ${line}\n`),
    dryRun
      ? "nothing was made\n"
      : `${platform} stands in ${region}, account ${account}\nnext: weir get connectors --target aws\n`,
  ].join("");
}
