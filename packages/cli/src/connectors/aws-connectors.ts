import type { CommandRun } from "../command.ts";
import type { ConnectorControl } from "./connector-control.ts";

export async function openAwsConnectors(command: CommandRun): Promise<ConnectorControl> {
  throw new Error(`not yet ${command.cwd}`);
}
