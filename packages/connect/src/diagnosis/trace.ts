/** One exception of a Java stack trace's chain, outermost first. */
export interface TraceCause {
  readonly className: string;
  readonly message: string;
}

const framePattern = /^\s*(at .+\(.*\)|\.\.\. \d+ (more|common frames omitted))\s*$/;
const headPattern = /^(?:Caused by: )?((?:[\w$]+\.)+[\w$]+)(?:: ?(.*))?$/;
// A definition can hold any word, such as a column named "Access denied".
const definitionPattern = /schema definition = .*?, schema name = /s;

/** The exceptions of a task's trace with their whole messages, which may have several lines. */
export function parseTrace(trace: string): TraceCause[] {
  const chain: { className: string; message: string }[] = [];
  let inFrames = true;
  for (const line of trace.split(/\r?\n/)) {
    if (framePattern.test(line)) {
      inFrames = true;
      continue;
    }
    const head = headPattern.exec(line);
    const startsCause = line.startsWith("Caused by: ") || (chain.length === 0 && head !== null);
    if (startsCause && head !== null) {
      chain.push({ className: head[1] ?? "", message: head[2] ?? "" });
      inFrames = false;
      continue;
    }
    const last = chain.at(-1);
    if (last !== undefined && !inFrames) last.message += `\n${line}`;
  }
  return chain.map(({ className, message }) => ({ className, message: message.trim() }));
}

/** The chain as text for patterns: `class: message` per line, schema definitions left out. */
export function causeText(chain: readonly TraceCause[]): string {
  return chain
    .map(({ className, message }) =>
      `${className}: ${message}`.replace(definitionPattern, "schema name = "),
    )
    .join("\n");
}
