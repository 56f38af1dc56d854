import type { CommandResult, CommandRun } from "./command.ts";
import type { FlagDefinitions, PositionalDefinition } from "./parameters.ts";

/** A command without its name and one-line brief, which stand in the tree of commands. */
export interface CommandDefinition {
  /** More than the brief, for the command's own help. */
  readonly description?: string;
  readonly flags?: object;
  readonly aliases?: Readonly<Record<string, string>>;
  readonly positional?: readonly PositionalDefinition[];
  /**
   * The command ends in order by itself when its signal aborts. Others are cut off there.
   * @default false
   */
  readonly endsInOrder?: boolean;
  /** Does the work; imports heavy packages in here, for usage errors need none of them. */
  readonly run: (
    command: CommandRun,
    flags: never,
    ...args: never[]
  ) => Promise<CommandResult | undefined>;
}

interface TypedDefinition<FLAGS extends object, ARGS extends readonly (string | undefined)[]>
  extends Omit<CommandDefinition, "run"> {
  readonly flags?: FlagDefinitions<FLAGS>;
  readonly aliases?: Readonly<Record<string, keyof FLAGS & string>>;
  readonly run: (
    command: CommandRun,
    flags: FLAGS,
    ...args: ARGS
  ) => Promise<CommandResult | undefined>;
}

/** Gives a command its types; `--config` and `--output` are added to each. */
export function defineCommand<
  FLAGS extends object = object,
  ARGS extends readonly (string | undefined)[] = [],
>(definition: TypedDefinition<FLAGS, ARGS>): CommandDefinition {
  // Stricli reads flags and arguments as the definition says; nobody else calls `run`.
  return definition as Omit<CommandDefinition, "run"> as CommandDefinition;
}
