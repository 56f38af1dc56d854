/**
 * The primitives of Avro's binary encoding, read from a payload of unknown origin: every length is
 * checked against the bytes that are left, so that no payload makes a loop or an allocation that
 * is larger than itself.
 * https://avro.apache.org/docs/1.11.1/specification/#binary-encoding
 */

/** Values that take no bytes, such as an array of nulls, in one payload. */
const maxFreeValues = 1_000_000;

/** Records within records; Jackson's limit for nesting, which JSON of this data has to keep. */
const maxDepth = 1000;

/** Below this a string is put together here: the call into the runtime costs more. */
export const shortStringBytes = 22;

export class AvroBytesReader {
  bytes: Buffer = Buffer.alloc(0);
  position = 0;
  depth = 0;
  freeValues = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));

  start(bytes: Buffer, position: number): void {
    this.bytes = bytes;
    this.position = position;
    this.depth = 0;
    this.freeValues = maxFreeValues;
  }

  assertEnd(): void {
    const left = this.bytes.length - this.position;
    if (left !== 0) throw new RangeError(`${left} bytes are left after the value`);
  }

  readBoolean(): boolean {
    const byte = this.#nextByte();
    if (byte > 1) throw new RangeError(`a boolean is 0 or 1, not ${byte}`);
    return byte === 1;
  }

  readInt(): number {
    const { bytes } = this;
    const byte = bytes[this.position];
    if (byte !== undefined && byte < 0x80) {
      this.position += 1;
      return (byte >>> 1) ^ -(byte & 1);
    }
    const value = this.readLong();
    if (typeof value === "number" && (value | 0) === value) return value;
    throw new RangeError(`an int is beyond 32 bits: ${value}`);
  }

  /** A number where it is exact, a bigint beyond 2^53-1. */
  readLong(): number | bigint {
    const { bytes } = this;
    let position = this.position;
    let byte = bytes[position++];
    if (byte === undefined) throw endOfBytes();
    let low = byte & 0x7f;
    let shift = 7;
    while (byte >= 0x80) {
      if (shift === 28) return this.#readWideLong(low, position);
      byte = bytes[position++];
      if (byte === undefined) throw endOfBytes();
      low |= (byte & 0x7f) << shift;
      shift += 7;
    }
    this.position = position;
    return (low >>> 1) ^ -(low & 1);
  }

  /** Four groups of seven bits are read; the rest is put together as doubles, which hold 53 bits. */
  #readWideLong(low: number, start: number): number | bigint {
    const { bytes } = this;
    let position = start;
    let high = 0;
    let shift = 0;
    let byte = 0x80;
    while (byte >= 0x80) {
      const next = bytes[position++];
      if (next === undefined) throw endOfBytes();
      byte = next;
      if (shift === 28) return this.#readBigLong(low, high, byte, position);
      high |= (byte & 0x7f) << shift;
      shift += 7;
    }
    this.position = position;
    // Bit 0 is the sign; 2^27 is what one unit of `high` counts after it is gone.
    const magnitude = high * 0x8000000 + (low >>> 1);
    if (magnitude >= 9007199254740991) return wholeLong(BigInt(high), BigInt(low));
    return low & 1 ? -magnitude - 1 : magnitude;
  }

  #readBigLong(low: number, high: number, byte: number, start: number): number | bigint {
    let position = start;
    let top = BigInt(byte & 0x7f);
    if (byte >= 0x80) {
      const last = this.bytes[position++];
      if (last === undefined) throw endOfBytes();
      if (last > 1) throw new RangeError("a long is beyond 64 bits");
      top |= BigInt(last) << 7n;
    }
    this.position = position;
    return wholeLong((top << 28n) | BigInt(high), BigInt(low));
  }

  readFloat(): number {
    return this.bytes.readFloatLE(this.#skip(4));
  }

  readDouble(): number {
    const start = this.#skip(8);
    const { buffer, byteOffset } = this.bytes;
    if (this.#view.buffer !== buffer) this.#view = new DataView(buffer);
    return this.#view.getFloat64(byteOffset + start, true);
  }

  /** A copy: what is read outlives the batch of records that it came in. */
  readBytes(): Buffer {
    return this.readFixed(this.#readLength());
  }

  readFixed(size: number): Buffer {
    const start = this.#skip(size);
    return Buffer.from(this.bytes.subarray(start, start + size));
  }

  skipBytes(): void {
    this.#skip(this.#readLength());
  }

  skipFixed(size: number): void {
    this.#skip(size);
  }

  readString(): string {
    const length = this.#readLength();
    const start = this.#skip(length);
    const text = length < shortStringBytes ? readShortText(this.bytes, start, length) : undefined;
    return text ?? this.bytes.toString("utf8", start, start + length);
  }

  /** The number of a union's branch or of an enum's symbol. */
  readIndex(count: number, what: string): number {
    const byte = this.bytes[this.position];
    if (byte !== undefined && (byte & 0x81) === 0 && byte >>> 1 < count) {
      this.position += 1;
      return byte >>> 1;
    }
    const index = this.readLong();
    if (typeof index === "number" && index >= 0 && index < count) return index;
    throw new RangeError(`${what} ${index} of ${count}`);
  }

  /**
   * How many items the next block of an array or a map has; 0 ends it. `itemBytes` is the least
   * that an item takes.
   */
  readBlock(itemBytes: number): number {
    let count = this.readLong();
    if (typeof count === "bigint") throw new RangeError(`a block has ${count} items`);
    if (count < 0) {
      count = -count;
      const size = this.readLong();
      if (typeof size === "bigint" || size < 0 || size > this.bytes.length - this.position) {
        throw new RangeError(`a block has ${size} bytes`);
      }
    }
    if (count * itemBytes > this.bytes.length - this.position) throw endOfBytes();
    if (itemBytes === 0) this.takeFreeValues(count);
    return count;
  }

  /** Before values that take no bytes: nothing else bounds how many there are. */
  takeFreeValues(count: number): void {
    this.freeValues -= count;
    if (this.freeValues < 0) throw new RangeError("too many values that take no bytes");
  }

  /** Around each record that can hold itself. */
  enter(): void {
    this.depth += 1;
    if (this.depth > maxDepth) throw new RangeError(`nested deeper than ${maxDepth} levels`);
  }

  leave(): void {
    this.depth -= 1;
  }

  #readLength(): number {
    const length = this.readLong();
    if (typeof length === "number" && length >= 0) return length;
    throw new RangeError(`a length is ${length}`);
  }

  #nextByte(): number {
    const byte = this.bytes[this.position];
    if (byte === undefined) throw endOfBytes();
    this.position += 1;
    return byte;
  }

  /** Where `size` bytes begin that are all there. */
  #skip(size: number): number {
    const start = this.position;
    if (size > this.bytes.length - start) throw endOfBytes();
    this.position = start + size;
    return start;
  }
}

/** `low` has 28 bits, `high` those above. */
function wholeLong(high: bigint, low: bigint): number | bigint {
  const encoded = (high << 28n) | low;
  const value = encoded & 1n ? -(encoded >> 1n) - 1n : encoded >> 1n;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function endOfBytes(): RangeError {
  return new RangeError("the bytes end too early");
}

const { fromCharCode: text } = String;

/** Text of ASCII characters only, several at a time; undefined where there are others. */
export function readShortText(bytes: Buffer, start: number, length: number): string | undefined {
  const end = start + length;
  let at = start;
  let read = "";
  for (; at + 4 <= end; at += 4) {
    const a = bytes[at] as number;
    const b = bytes[at + 1] as number;
    const c = bytes[at + 2] as number;
    const d = bytes[at + 3] as number;
    if ((a | b | c | d) >= 0x80) return undefined;
    read += text(a, b, c, d);
  }
  for (; at < end; at++) {
    const a = bytes[at] as number;
    if (a >= 0x80) return undefined;
    read += text(a);
  }
  return read;
}
