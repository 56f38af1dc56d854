import type { ConnectClient } from "@weir/connect";
import { defineCommand } from "../define-command.ts";
import { renderTable } from "../output/table.ts";
import { toggle } from "../parameters.ts";
import { openRunningStack, runningSize } from "../running-stack.ts";
import { type Target, targetFlag } from "../target.ts";

interface AppliedConnector {
  readonly name: string;
  readonly change: "created" | "changed" | "unchanged" | "waiting" | "not in the spec";
  state: "ready" | "failed" | null;
  reason: string | null;
}

/** `weir apply`: brings the connectors of the spec to the running stack. */
export const apply = defineCommand<{ noWait: boolean; target: Target }>({
  description:
    "Creates and changes connectors; one that the spec no longer has is named, not deleted. Then waits until an offset of each is stored: before that, a killed worker could lose rows.",
  flags: { target: targetFlag, noWait: toggle("Do not wait until the connectors are ready") },
  async run(command, { noWait, target }) {
    if (target === "aws") {
      // Loaded here: the local stack needs none of it.
      const { applyToAws } = await import("../aws/apply-connectors.ts");
      if (noWait) {
        const { WeirError } = await import("@weir/core");
        throw new WeirError("USAGE", "--no-wait does not go with --target aws", {
          remedy: "leave it out: the connectors are waited for, each with a deadline",
        });
      }
      return applyToAws(command);
    }
    const stack = await openRunningStack(command);
    const [{ applyConnectors }, { followConnector }] = await Promise.all([
      import("@weir/stack"),
      import("@weir/connect"),
    ]);
    const { platform } = await command.loadSpec(runningSize(stack));
    const before = await readConfigs(stack.connect);
    const applied = await applyConnectors({
      platform,
      directory: stack.directory,
      ports: stack.state.ports,
      address: stack.mysql,
      client: stack.connect,
    });
    const after = await readConfigs(stack.connect);
    const results: AppliedConnector[] = applied.map(({ name, state, reason }) => ({
      name,
      change: state === "waiting" ? "waiting" : changeOf(before.get(name), after.get(name)),
      state: null,
      reason: reason ?? null,
    }));
    if (!noWait) {
      await Promise.all(
        results
          .filter(({ change }) => change !== "waiting")
          .map(async (result) => {
            const outcome = await followConnector(stack.connect, result.name, command.signal);
            result.state = outcome.state;
            if (outcome.state !== "failed") return;
            const { reason, remedy } = outcome;
            result.reason = remedy === undefined ? reason : `${reason}; ${remedy}`;
          }),
      );
    }
    for (const name of after.keys()) {
      if (platform.sources[name] !== undefined) continue;
      const reason = `it runs on; remove it with: weir delete ${name}`;
      results.push({ name, change: "not in the spec", state: null, reason });
    }
    return {
      json: results,
      human: renderTable(
        [{ heading: "connector" }, { heading: "change" }, { heading: "state" }, { heading: "" }],
        results.map(({ name, change, state, reason }) => [
          name,
          change,
          state ?? "-",
          reason ?? "",
        ]),
      ),
      exitCode: results.some(({ state }) => state === "failed") ? 1 : 0,
    };
  },
});

type Configs = Map<string, string>;

async function readConfigs(client: ConnectClient): Promise<Configs> {
  const configs: Configs = new Map();
  for (const name of await client.listConnectors()) {
    const { config } = await client.getConnector(name);
    configs.set(name, JSON.stringify(Object.entries(config).sort()));
  }
  return configs;
}

function changeOf(before: string | undefined, after: string | undefined) {
  if (before === undefined) return "created";
  return before === after ? "unchanged" : "changed";
}
