import type { DestroyReport } from "@weir/deploy";
import { synthesize } from "../aws/synthesize.ts";
import { withDriver } from "../aws/with-driver.ts";
import { confirm } from "../confirm.ts";
import { defineCommand } from "../define-command.ts";
import { text, toggle } from "../parameters.ts";

interface DestroyFlags {
  readonly withData: boolean;
  readonly confirm?: string;
}

/** `weir destroy`: the deployment goes, last step first; its data stays unless asked. */
export const destroy = defineCommand<DestroyFlags>({
  description:
    "Takes connectors, workers, operators and stacks down in reverse. A final snapshot of each database and the bucket stay unless --with-data. Adopted parts are not touched.",
  flags: {
    withData: toggle("The bucket, the registry and the last snapshots too"),
    confirm: text("The platform's name, instead of typing it", "NAME"),
  },
  endsInOrder: true,
  async run(command, { withData, confirm: given }) {
    const synthesized = await synthesize(command);
    const { platform } = synthesized;
    const data = withData ? " WITH ITS DATA" : "";
    const confirmedName =
      given ??
      (await confirm(command, {
        question: `destroy ${platform.name} in ${platform.aws.region}${data}? type its name`,
        answer: platform.name,
        flag: `--confirm ${platform.name}`,
      }));
    const { destroy: destroyPlatform } = await import("@weir/deploy");
    const report = await withDriver(command, synthesized, (options) =>
      destroyPlatform({ ...options, confirmedName, withData }),
    );
    return { json: report, human: renderReport(report) };
  },
});

function renderReport({ platform, account, destroyed, kept }: DestroyReport): string {
  return [
    `${platform} is gone from account ${account}: ${destroyed.length} stacks\n`,
    ...kept.map(({ what, why, remove }) => `kept ${what}: ${why}; to remove it: ${remove}\n`),
  ].join("");
}
