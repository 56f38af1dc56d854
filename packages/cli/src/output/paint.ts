const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Colour = keyof typeof codes;

/** Colours a text where the stream is a terminal and nobody asked for none. */
export type Paint = (colour: Colour, text: string) => string;

export interface PaintTarget {
  readonly isTTY?: boolean;
}

/** https://no-color.org: any value but the empty one turns colours off. */
export function createPaint(
  target: PaintTarget,
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  const coloured = target.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
  return (colour, text) => (coloured ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text);
}

/** The colour of a state of Kafka Connect or of a service of the local stack. */
export function stateColour(state: string): Colour {
  if (/^(RUNNING|ready|healthy|done)$/.test(state)) return "green";
  if (/^(FAILED|failed|unhealthy)$/.test(state)) return "red";
  return "yellow";
}
