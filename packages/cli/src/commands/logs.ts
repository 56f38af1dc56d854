import { defineCommand } from "../define-command.ts";
import { followLog } from "../follow-log.ts";
import { count, toggle } from "../parameters.ts";
import { openStateDirectory } from "../running-stack.ts";
import { selectNamed } from "../select-named.ts";

interface LogsFlags {
  readonly follow: boolean;
  readonly lines?: number;
}

const linesOfOne = 50;
const linesOfEach = 10;

/** `weir logs`: what the services wrote, also after they have ended. */
export const logs = defineCommand<LogsFlags, [string | undefined]>({
  flags: {
    follow: toggle("Go on with what is written, also across restarts, until Ctrl-C"),
    lines: count(
      `How many lines; ${linesOfOne} of one service, ${linesOfEach} of each where absent`,
      0,
    ),
  },
  aliases: { f: "follow" },
  positional: [
    { name: "SERVICE", brief: "Only this one, such as connect-1 or supervisor", optional: true },
  ],
  endsInOrder: true,
  async run(command, { follow, lines }, name) {
    const [stack, { WeirError }] = await Promise.all([import("@weir/stack"), import("@weir/core")]);
    const directory = await openStateDirectory(command);
    const state = stack.readStackState(directory);
    if (state === undefined) {
      throw new WeirError("STACK_NOT_RUNNING", `there is no stack in ${directory.root}`, {
        remedy: 'start it with "weir up"',
      });
    }
    const services = [
      ...state.services.map((service) => ({ name: service.name, file: service.logFile })),
      { name: "supervisor", file: directory.supervisorLog },
    ];
    const chosen = await selectNamed("service", services, name);
    const width = Math.max(...chosen.map((service) => service.name.length));
    const printLine = (service: string, line: string) => {
      if (command.format === "json") command.print(`${JSON.stringify({ service, line })}\n`);
      else if (chosen.length === 1) command.print(`${line}\n`);
      else command.print(`${command.paint("cyan", service.padEnd(width))} ${line}\n`);
    };
    const shown = lines ?? (chosen.length === 1 ? linesOfOne : linesOfEach);
    const followed = chosen.map(({ name: service, file }) => {
      // Its end is taken first: what is written meanwhile comes twice rather than not at all.
      const start = follow ? followLog(file) : undefined;
      const tail = shown === 0 ? "" : stack.readLogTail(file, shown);
      if (tail !== "") for (const line of tail.split("\n")) printLine(service, line);
      return start?.((line) => printLine(service, line), command.signal);
    });
    await Promise.all(followed);
    return undefined;
  },
});
