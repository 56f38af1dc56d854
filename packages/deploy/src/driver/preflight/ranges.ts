/** First address and last address of an IPv4 range as numbers; undefined where it is none. */
export function readRange(text: string): readonly [number, number] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, length = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || length > 32) return undefined;
  const size = 2 ** (32 - length);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = address - (address % size);
  return [first, first + size - 1];
}

/** Whether every address of `inner` (a range, or one address) is in `outer`. */
export function containsRange(outer: string, inner: string): boolean {
  const out = readRange(outer);
  const within = readRange(inner.includes("/") ? inner : `${inner}/32`);
  return out !== undefined && within !== undefined && out[0] <= within[0] && within[1] <= out[1];
}
