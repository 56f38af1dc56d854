import type { CommandResult, CommandRun } from "../command.ts";
import { renderTable } from "../output/table.ts";
import { synthesize } from "./synthesize.ts";
import { withDriver } from "./with-driver.ts";

/** `weir apply --target aws`: the step `connectors` of a deployment, and nothing else. */
export async function applyToAws(command: CommandRun): Promise<CommandResult> {
  const synthesized = await synthesize(command);
  const { platform } = synthesized;
  const { awsNames, deploy, openConnectorResources } = await import("@weir/deploy");
  const report = await withDriver(command, synthesized, (options) =>
    deploy({ ...options, only: "connectors" }),
  );
  const changed = new Map(
    report.steps.flatMap(({ changes }) => changes.map(({ name, action }) => [name, action])),
  );
  const { kafkaConnector } = awsNames(platform).kubernetes;
  const wanted = Object.keys(platform.sources).map(kafkaConnector);
  const results = wanted.map((name) => ({
    name,
    change: changed.get(name) === undefined ? "unchanged" : `${changed.get(name)}d`,
    state: "ready",
    reason: null as string | null,
  }));
  const { signal, env } = command;
  const { connectors, close } = await openConnectorResources(platform, { signal, env });
  try {
    for (const { name } of await connectors.list()) {
      if (wanted.includes(name)) continue;
      const reason = `it runs on; remove it with: weir delete ${name} --target aws`;
      results.push({ name, change: "not in the spec", state: "-", reason });
    }
  } finally {
    close();
  }
  return {
    json: results,
    human: renderTable(
      [{ heading: "connector" }, { heading: "change" }, { heading: "state" }, { heading: "" }],
      results.map(({ name, change, state, reason }) => [name, change, state, reason ?? ""]),
    ),
  };
}
