import type { CommandRun } from "../command.ts";
import { confirm } from "../confirm.ts";
import { renderFailures } from "../connector-report.ts";
import { type ConnectorControl, withConnectors } from "../connectors/connector-control.ts";
import { defineCommand } from "../define-command.ts";
import { openRegistry } from "../open-registry.ts";
import { openTopics } from "../open-topics.ts";
import { count, toggle } from "../parameters.ts";
import type { AcceptOutcome, AcceptProposal } from "../schema/accept/accept-version.ts";
import { type Target, targetFlag } from "../target.ts";

interface AcceptFlags {
  readonly target: Target;
  readonly version?: number;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** `weir schema accept NAME`: the way out where a task stands still on a refused schema. */
export const schemaAccept = defineCommand<AcceptFlags, [string]>({
  description:
    "Shows what a refused version breaks for readers and asks. Then: compatibility NONE, the refused version deleted, its definition registered again, the compatibility restored with the checkpoint on it, the task restarted, and the row that waited is looked for in its topic. Interrupted at any point it can be run again, by anybody: what is still to be done stands in the registry. Exits with 1 where the row was not seen to arrive.",
  flags: {
    target: targetFlag,
    version: count("This refused version, not the one that a task waits for or the newest"),
    yes: toggle("Do not ask"),
    dryRun: toggle("Show what would break and what would be done; change nothing"),
  },
  positional: [{ name: "SCHEMA", brief: "Name of the schema: topic, or topic-key" }],
  endsInOrder: true,
  async run(command, flags, schemaName) {
    const { target } = flags;
    const registry = await openRegistry(command, target);
    const { acceptVersion } = await import("../schema/accept/accept-version.ts");
    const { watchTopic } = await import("../schema/accept/watch-topic.ts");
    const report = (detail: string) =>
      command.progress.report({ step: "accept", state: "running", detail });
    const accept = (connectors: ConnectorControl | undefined) =>
      acceptVersion({
        call: registry.call,
        registryName: registry.name,
        schemaName,
        version: flags.version,
        jsonPolicy: registry.jsonPolicy,
        connectors,
        watch: async (awaited) => watchTopic(await openTopics(command, target), awaited),
        confirm: (proposal) => ask(command, flags, proposal),
        report: (detail) =>
          command.format === "human" ? command.say(`  ${detail}`) : report(detail),
        pace: { signal: command.signal },
      });
    try {
      const outcome = await withReachable(command, target, accept);
      return await toResult(outcome, registry.name, schemaName);
    } catch (error) {
      const { WeirError } = await import("@weir/core");
      if (!command.signal.aborted || error instanceof WeirError) throw error;
      throw new WeirError("INTERRUPTED", `interrupted while ${schemaName} was being accepted`, {
        cause: error,
        remedy: `run it again, it goes on where it stopped: weir schema accept ${schemaName}`,
      });
    }
  },
});

/** Without connectors where they cannot be reached from here: on AWS the registry can. */
async function withReachable<T>(
  command: CommandRun,
  target: Target,
  work: (connectors: ConnectorControl | undefined) => Promise<T>,
): Promise<T> {
  const { hasErrorCode } = await import("@weir/core");
  const outOfReach = [
    ...(["DEPLOY_INCOMPLETE", "KUBERNETES_FORBIDDEN"] as const),
    ...(["KUBERNETES_UNAUTHORIZED", "KUBERNETES_UNREACHABLE"] as const),
  ];
  let opened = false;
  try {
    return await withConnectors(command, target, async (connectors) => {
      await connectors.statuses();
      opened = true;
      return work(connectors);
    });
  } catch (error) {
    if (opened || !outOfReach.some((code) => hasErrorCode(error, code))) throw error;
    const { message } = error as Error;
    command.say(`note: ${message}: a task that stands still has to be restarted elsewhere`);
    return work(undefined);
  }
}

async function ask(
  command: CommandRun,
  { yes, dryRun }: AcceptFlags,
  proposal: AcceptProposal,
): Promise<"go on" | "stop"> {
  // Nobody is asked who does not see what about.
  if (command.format === "human" || !(dryRun || yes)) {
    for (const line of await renderProposal(proposal)) command.say(line);
  }
  if (dryRun) return "stop";
  if (yes) return "go on";
  const { schemaName, versionNumber } = proposal;
  const question = `accept version ${versionNumber} of ${schemaName} all the same? type yes`;
  await confirm(command, { question, answer: "yes", flag: "--yes" });
  return "go on";
}

async function renderProposal(proposal: AcceptProposal): Promise<string[]> {
  const { renderReaders } = await import("../schema/accept/readers.ts");
  const { schemaName, versionNumber, compatibility, connectors, readers, steps } = proposal;
  const state = proposal.resumed
    ? "is accepted in part: an earlier run was interrupted, and this one finishes it"
    : compatibility === "NONE"
      ? "is refused; the schema is at NONE now, and stays so"
      : `is refused: it is not ${compatibility} compatible`;
  return [
    `version ${versionNumber} of schema ${schemaName} ${state}`,
    "what it means for readers:",
    ...renderReaders(readers).map((line) => `  ${line}`),
    connectors.length === 0
      ? "no task is FAILED on it"
      : `a task of ${connectors.join(", ")} stands still on it`,
    "what is to be done:",
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
  ];
}

async function toResult(outcome: AcceptOutcome, registryName: string, schemaName: string) {
  const place = { registry: registryName, schema: schemaName };
  if (outcome.kind === "nothing refused") {
    const { why, compatibility, connectors } = outcome;
    const first = compatibility === "DISABLED" ? "change the schema's compatibility, then " : "";
    const restart = connectors.map(
      (name) =>
        `connector ${name} still is FAILED on a refused schema: ${first}weir restart ${name} --failed\n`,
    );
    return {
      json: { ...place, accepted: false, reason: why, connectors },
      human: [`${schemaName}: ${why}\n`, ...restart].join(""),
      exitCode: connectors.length === 0 ? (0 as const) : (1 as const),
    };
  }
  const { proposal } = outcome;
  if (outcome.kind === "not done") {
    return {
      json: { ...place, accepted: false, reason: "dry run", ...proposal },
      human: "nothing was changed\n",
    };
  }
  const { version, row } = outcome;
  const { versionNumber, compatibility } = version;
  const lines = [
    `${schemaName} version ${versionNumber} is accepted; the schema is ${compatibility}, its checkpoint is version ${version.checkpoint}`,
  ];
  if (row.state === "arrived") {
    const { topic, partition, offset } = row.record;
    lines.push(`the refused row is in ${topic}, partition ${partition}, offset ${offset}`);
  } else if (row.state === "nobody waits") {
    lines.push("no task was FAILED on it: whoever was refused can register again");
  } else if (row.state === "not seen") {
    lines.push(
      `the refused row was not seen to arrive: ${row.why}`,
      `look for it with: weir consume ${schemaName.replace(/-key$/, "")} --from-beginning`,
    );
  } else {
    lines.push(`connector ${row.connector} has failed again`);
    lines.push(...(await renderFailures(row.failures)).map((line) => `  ${line}`));
  }
  const done = row.state === "arrived" || row.state === "nobody waits";
  return {
    json: { ...place, accepted: true, ...proposal, version, row },
    human: `${lines.join("\n")}\n`,
    exitCode: done ? (0 as const) : (1 as const),
  };
}
