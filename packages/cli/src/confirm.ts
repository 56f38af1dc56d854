import type { CommandRun } from "./command.ts";

export interface Confirmation {
  readonly question: string;
  /** What has to be typed. */
  readonly answer: string;
  /** Flag that confirms where nobody can be asked. */
  readonly flag: string;
}

/**
 * Asks on the terminal and gives back what was typed, which is `answer`.
 * Throws USAGE where stdin is no terminal, NOT_CONFIRMED for another answer, INTERRUPTED.
 */
export async function confirm(
  { stdin, progress, say, signal }: Pick<CommandRun, "stdin" | "progress" | "say" | "signal">,
  { question, answer, flag }: Confirmation,
): Promise<string> {
  const { WeirError } = await import("@weir/core");
  progress.end();
  if (stdin.isTTY !== true) {
    throw new WeirError("USAGE", "this needs a confirmation, and stdin is no terminal", {
      remedy: `confirm with ${flag}`,
    });
  }
  say(`${question}:`);
  let typed = "";
  const decoder = new TextDecoder();
  // Ctrl-C sends no text: without this the question would wait for a line all the same.
  const stop = () => stdin.destroy?.();
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    for await (const chunk of stdin) {
      typed += decoder.decode(Buffer.from(chunk), { stream: true });
      if (typed.includes("\n")) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
  if (signal.aborted) {
    throw new WeirError("INTERRUPTED", "interrupted at the question; nothing was changed");
  }
  const given = typed.split("\n")[0]?.trim() ?? "";
  if (given === answer) return given;
  throw new WeirError("NOT_CONFIRMED", `not confirmed: expected "${answer}"; nothing was changed`);
}
