import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { SynthInputs } from "@weir/deploy";
import type { CommandRun } from "../command.ts";

/** What a synthesis takes from this machine: Weir's Connect plugin (built once) and the lake's code. */
export async function readSynthInputs(command: CommandRun): Promise<SynthInputs> {
  const [stack, { findLakehouseDirectory }] = await Promise.all([
    import("@weir/stack"),
    import("@weir/lake"),
  ]);
  const engines = await stack.buildEngines({
    sourceDirectory: stack.engineSourceDirectory(),
    cacheDirectory: await command.cacheDirectory(),
    java: stack.findJava(command.env),
    env: command.env,
    report: command.progress.report,
    signal: command.signal,
  });
  const folder = path.join(engines.plugins, "glue-avro");
  const name = readdirSync(folder).find((file) => file.startsWith("connect-plugin-"));
  const content = await readFile(path.join(folder, name ?? "connect-plugin"));
  const sha512 = createHash("sha512").update(content).digest("hex");
  return { pluginJar: { sha512, content }, lakehouseDirectory: findLakehouseDirectory() };
}
