import { buildCommand as buildStricliCommand, type Command } from "@stricli/core";
import type { OutputFormat } from "./command.ts";
import type { CliContext } from "./context.ts";
import type { CommandDefinition } from "./define-command.ts";
import type { PositionalDefinition } from "./parameters.ts";
import { runCommand } from "./run-command.ts";

interface CommonFlags {
  readonly config?: string;
  readonly environment?: string;
  readonly output: OutputFormat;
}

/** A definition as stricli takes it, with the flags that every command has. */
export function buildCommand(brief: string, definition: CommandDefinition): Command<CliContext> {
  const { description, flags, aliases, positional = [], endsInOrder = false } = definition;
  return buildStricliCommand<CommonFlags, string[], CliContext>({
    docs: { brief, ...(description === undefined ? {} : { fullDescription: description }) },
    parameters: {
      flags: {
        ...flags,
        config: {
          kind: "parsed",
          parse: String,
          brief: "Platform spec, or the folder that holds it",
          placeholder: "FILE",
          optional: true,
        },
        environment: {
          kind: "parsed",
          parse: String,
          brief: "Environment of the spec, such as staging",
          placeholder: "NAME",
          optional: true,
        },
        output: {
          kind: "enum",
          values: ["human", "json"],
          brief: "Format of the result",
          default: "human",
        },
      },
      aliases: { ...aliases, o: "output" },
      positional: { kind: "tuple", parameters: positional.map(toParameter) } as never,
    },
    async func({ config, environment, output, ...own }, ...args) {
      await runCommand({
        context: this,
        config,
        environment,
        format: output,
        endsInOrder,
        // Stricli has read them as the definition says.
        run: (command) => definition.run(command, own as never, ...(args as never[])),
      });
    },
  });
}

function toParameter({ name, brief, optional = false }: PositionalDefinition) {
  return { parse: String, placeholder: name, brief, optional };
}

/** A command that is only listed: its file need not be read for that. */
export function listCommand(brief: string): Command<CliContext> {
  return buildStricliCommand<object, [], CliContext>({
    docs: { brief },
    parameters: {},
    func: () => new Error(`${brief}: listed, not loaded`),
  });
}
