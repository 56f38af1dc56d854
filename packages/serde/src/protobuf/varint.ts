/** Protobuf's unsigned varint of 32 bits, as AWS writes a message index. */
export function encodeVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** Throws where the bytes end, or hold more than 32 bits. */
export function decodeVarint(bytes: Buffer, start = 0): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) throw new RangeError("the bytes end within the message index");
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80 && value < 2 ** 32) return { value, next: start + index + 1 };
  }
  throw new RangeError("the message index is beyond 32 bits");
}

/** The same, signed: as Confluent writes an array of indexes. */
export function decodeZigZag(bytes: Buffer, start: number): { value: number; next: number } {
  const { value, next } = decodeVarint(bytes, start);
  return { value: (value >>> 1) ^ -(value & 1), next };
}
