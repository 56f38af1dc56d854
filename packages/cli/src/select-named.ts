const codes = { connector: "CONNECTOR_UNKNOWN", topic: "TOPIC_UNKNOWN", service: "USAGE" } as const;

/**
 * Those of `things` that are called `name`, or all where none is given.
 * Throws the kind's error, with the name that was probably meant.
 */
export async function selectNamed<T extends { readonly name: string }>(
  kind: keyof typeof codes,
  things: readonly T[],
  name: string | undefined,
): Promise<T[]> {
  const found = things.filter((thing) => name === undefined || thing.name === name);
  if (found.length > 0 || name === undefined) return found;
  const { nearMatch, WeirError } = await import("@weir/core");
  const known = things.map((thing) => thing.name);
  const near = nearMatch(name, known);
  throw new WeirError(codes[kind], `there is no ${kind} "${name}"`, {
    remedy:
      near === undefined
        ? `there ${known.length === 0 ? `is no ${kind} yet` : `are: ${known.join(", ")}`}`
        : `did you mean "${near}"?`,
    details: { name, known },
  });
}
