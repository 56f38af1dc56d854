import { readFileSync } from "node:fs";
import { type Application, buildApplication, buildRouteMap, type RouteMap } from "@stricli/core";
import { buildCommand, listCommand } from "./build-command.ts";
import { type CommandTree, commandTree } from "./command-tree.ts";
import type { CliContext } from "./context.ts";
import { usageText } from "./usage-text.ts";

const brief = "Change data capture from MySQL to Delta Lake, as code";
const description =
  "Runs MySQL, Debezium on Kafka Connect, Kafka, a schema registry and a Delta lake from one spec, weir.config.ts. Begin with: weir init, weir up.";

/** The weir command. Reads only the file of the command that `args` name: help must be quick. */
export async function buildCli(args: readonly string[]): Promise<Application<CliContext>> {
  const root = await buildRoutes(commandTree, { brief, fullDescription: description }, args);
  return buildApplication(root, {
    name: "weir",
    versionInfo: { currentVersion: readVersion() },
    scanner: { caseStyle: "allow-kebab-for-camel", allowArgumentEscapeSequence: true },
    documentation: { useAliasInUsageLine: true },
    localization: { text: usageText(args) },
  });
}

async function buildRoutes(
  tree: CommandTree,
  docs: { readonly brief: string; readonly fullDescription?: string },
  [chosen, ...rest]: readonly string[],
): Promise<RouteMap<CliContext>> {
  const routes: Record<string, RouteMap<CliContext> | ReturnType<typeof listCommand>> = {};
  for (const [name, entry] of Object.entries(tree)) {
    if ("routes" in entry) {
      const inside = name === chosen ? rest : [];
      routes[name] = await buildRoutes(entry.routes, { brief: entry.brief }, inside);
    } else {
      routes[name] =
        name === chosen ? buildCommand(entry.brief, await entry.load()) : listCommand(entry.brief);
    }
  }
  return buildRouteMap({ docs, routes });
}

function readVersion(): string {
  const manifest = new URL("../package.json", import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
