import protobuf from "protobufjs";
import { readShortText, shortStringBytes } from "../avro/avro-bytes-reader.ts";

type Wide = ReturnType<protobuf.Reader["int64"]>;

const nothing = Buffer.alloc(0);

/**
 * protobufjs' reader with 64-bit integers as numbers where they are exact, and bigint beyond 2^53-1,
 * in place of an object for each. The decoders that protobufjs generates take both.
 */
export class ExactReader extends protobuf.BufferReader {
  // protobufjs' own constructor sets them.
  declare buf: Buffer;
  declare discardUnknown: boolean;
  #low = 0;
  #high = 0;
  #view: DataView = new DataView(nothing.buffer);

  constructor() {
    super(nothing);
    this.discardUnknown = true;
  }

  /** Reads `bytes` from `position` on. The payload may be a slice of a large batch: `release` it. */
  start(bytes: Buffer, position: number): void {
    this.buf = bytes;
    this.pos = position;
    this.len = bytes.length;
    const { buffer } = bytes;
    if (this.#view.buffer !== buffer) this.#view = new DataView(buffer);
  }

  release(): void {
    this.buf = nothing;
    // protobufjs' own, which it would take for one of the next bytes.
    this.view = null;
  }

  override int64(): Wide {
    const short = this.#readVarint();
    if (short >= 0) return short as unknown as Wide;
    return exact(this.#low, this.#high | 0) as unknown as Wide;
  }

  override uint64(): Wide {
    const short = this.#readVarint();
    if (short >= 0) return short as unknown as Wide;
    return exact(this.#low, this.#high) as unknown as Wide;
  }

  override sint64(): Wide {
    const short = this.#readVarint();
    if (short >= 0) return ((short >>> 1) ^ -(short & 1)) as unknown as Wide;
    const sign = -(this.#low & 1);
    const low = (((this.#low >>> 1) | (this.#high << 31)) ^ sign) >>> 0;
    return exact(low, ((this.#high >>> 1) ^ sign) | 0) as unknown as Wide;
  }

  override fixed64(): Wide {
    const low = this.fixed32();
    return exact(low, this.fixed32()) as unknown as Wide;
  }

  override sfixed64(): Wide {
    const low = this.fixed32();
    return exact(low, this.sfixed32()) as unknown as Wide;
  }

  override double(): number {
    const start = this.#take(8);
    return this.#view.getFloat64(this.buf.byteOffset + start, true);
  }

  override string(): string {
    return this.#readAscii() ?? super.string();
  }

  /** Of proto3, where bytes that are no UTF-8 are refused. */
  override stringVerify(): string {
    return this.#readAscii() ?? super.stringVerify();
  }

  /** A short string of ASCII characters; undefined, and nothing read, where it is another. */
  #readAscii(): string | undefined {
    const { buf, pos } = this;
    // One byte of a length, which says itself where it goes on.
    const length = buf[pos] ?? shortStringBytes;
    if (length >= shortStringBytes || length >= this.len - pos) return undefined;
    const text = readShortText(buf, pos + 1, length);
    if (text !== undefined) this.pos = pos + 1 + length;
    return text;
  }

  /** Where `size` bytes begin that are all there. */
  #take(size: number): number {
    const start = this.pos;
    if (size > this.len - start) throw endOfBytes();
    this.pos = start + size;
    return start;
  }

  /** What has 28 bits; a longer one is left in two halves, and -1 said. */
  #readVarint(): number {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#nextByte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return low;
    }
    let middle = 0;
    let high = 0;
    let byte = 0x80;
    for (let shift = 0; shift < 28 && byte >= 0x80; shift += 7) {
      byte = this.#nextByte();
      middle |= (byte & 0x7f) << shift;
    }
    for (let shift = 0; byte >= 0x80; shift += 7) {
      if (shift === 14) throw new RangeError("a varint has more than 10 bytes");
      byte = this.#nextByte();
      high |= (byte & 0x7f) << shift;
    }
    this.#low = (low | (middle << 28)) >>> 0;
    this.#high = ((middle >>> 4) | (high << 24)) >>> 0;
    return -1;
  }

  #nextByte(): number {
    if (this.pos >= this.len) throw endOfBytes();
    return this.buf[this.pos++] as number;
  }
}

/** `high` has the sign where there is one. */
function exact(low: number, high: number): number | bigint {
  const number = high * 2 ** 32 + low;
  return Number.isSafeInteger(number) ? number : (BigInt(high) << 32n) | BigInt(low);
}

function endOfBytes(): RangeError {
  return new RangeError("the bytes end too early");
}
