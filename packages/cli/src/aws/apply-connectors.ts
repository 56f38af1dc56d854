import type { CommandResult, CommandRun } from "../command.ts";
import { openAwsConnectors } from "../connectors/aws-connectors.ts";
import { renderTable } from "../output/table.ts";
import { openDriver } from "./open-driver.ts";
import { synthesize } from "./synthesize.ts";

/** `weir apply --target aws`: the step `connectors` of a deployment, and nothing else. */
export async function applyToAws(command: CommandRun): Promise<CommandResult> {
  const { platform, files } = await synthesize(command);
  const { awsNames, deploy } = await import("@weir/deploy");
  const driver = await openDriver(command, platform, files);
  try {
    const report = await deploy({ ...driver.options, only: "connectors" });
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
    for (const { name } of await listConnectors(command)) {
      if (wanted.includes(name)) continue;
      const reason = `it runs on; remove it with: weir delete ${name} --target aws`;
      results.push({ name, change: "not in the spec", state: "-", reason });
    }
    return {
      json: results,
      human: renderTable(
        [{ heading: "connector" }, { heading: "change" }, { heading: "state" }, { heading: "" }],
        results.map(({ name, change, state, reason }) => [name, change, state, reason ?? ""]),
      ),
    };
  } finally {
    driver.close();
  }
}

async function listConnectors(command: CommandRun) {
  const connectors = await openAwsConnectors(command);
  try {
    return await connectors.summaries();
  } finally {
    connectors.close();
  }
}
