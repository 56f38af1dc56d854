/** The primitives of Avro's binary encoding, written into a buffer that grows and is used again. */

const initialBytes = 16 * 1024;

/** A buffer that one large record made is not kept. */
const maxKeptBytes = 1024 * 1024;

/** As when reading. */
const maxDepth = 1000;

/** Up to here a string is written byte by byte: the call into the runtime costs more. */
const shortStringLength = 24;

export class AvroBytesWriter {
  bytes: Buffer = Buffer.allocUnsafeSlow(initialBytes);
  position = 0;
  depth = 0;
  #view: DataView = viewOf(this.bytes);

  /** Leaves `offset` bytes free at the front. */
  start(offset: number): void {
    if (this.bytes.length > maxKeptBytes) this.#use(Buffer.allocUnsafeSlow(initialBytes));
    this.position = offset;
    this.depth = 0;
  }

  writeBoolean(value: boolean): void {
    this.writeByte(value ? 1 : 0);
  }

  writeByte(byte: number): void {
    this.#reserve(1);
    this.bytes[this.position++] = byte;
  }

  /** Any number of 32 bits, zig-zag. */
  writeInt(value: number): void {
    this.#reserve(5);
    const { bytes } = this;
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest >= 0x80) {
      bytes[this.position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[this.position++] = rest;
  }

  /** A safe integer, or a bigint of 64 bits. */
  writeLong(value: number | bigint): void {
    if (typeof value === "bigint") this.#writeBigLong(value);
    else if ((value | 0) === value) this.writeInt(value);
    // Doubles hold twice the value up to here.
    else if (value < 2 ** 52 && value > -(2 ** 52)) this.#writeWideLong(value);
    else this.#writeBigLong(BigInt(value));
  }

  #writeWideLong(value: number): void {
    this.#reserve(10);
    const { bytes } = this;
    let rest = value < 0 ? value * -2 - 1 : value * 2;
    while (rest >= 0x80000000) {
      bytes[this.position++] = (rest & 0x7f) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest >= 0x80) {
      bytes[this.position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[this.position++] = rest;
  }

  #writeBigLong(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    while (rest >= 0x80n) {
      this.bytes[this.position++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.bytes[this.position++] = Number(rest);
  }

  writeFloat(value: number): void {
    this.#reserve(4);
    this.#view.setFloat32(this.position, value, true);
    this.position += 4;
  }

  writeDouble(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.position, value, true);
    this.position += 8;
  }

  writeBytes(value: Uint8Array): void {
    this.writeInt(value.length);
    this.writeFixed(value);
  }

  writeFixed(value: Uint8Array): void {
    this.#reserve(value.length);
    this.bytes.set(value, this.position);
    this.position += value.length;
  }

  writeString(value: string): void {
    const { length } = value;
    if (length <= shortStringLength) {
      this.#reserve(shortStringLength + 1);
      const { bytes, position } = this;
      let index = 0;
      for (; index < length; index++) {
        const code = value.charCodeAt(index);
        if (code >= 0x80) break;
        bytes[position + 1 + index] = code;
      }
      if (index === length) {
        // Less than 64 characters: the length takes one byte.
        bytes[position] = length << 1;
        this.position = position + 1 + length;
        return;
      }
    }
    const size = Buffer.byteLength(value);
    this.writeInt(size);
    this.#reserve(size);
    this.position += this.bytes.write(value, this.position, size, "utf8");
  }

  /** Around each record that can hold itself: a value that holds itself has no end. */
  enter(): void {
    this.depth += 1;
    if (this.depth > maxDepth) throw new RangeError(`nested deeper than ${maxDepth} levels`);
  }

  leave(): void {
    this.depth -= 1;
  }

  /** A copy of what was written, `header` at its front. */
  finish(header: Uint8Array): Buffer {
    this.bytes.set(header, 0);
    const { position } = this;
    const bytes = Buffer.allocUnsafe(position);
    this.bytes.copy(bytes, 0, 0, position);
    return bytes;
  }

  #reserve(size: number): void {
    if (this.position + size > this.bytes.length) this.#grow(size);
  }

  #grow(size: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.position + size));
    grown.set(this.bytes.subarray(0, this.position));
    this.#use(grown);
  }

  #use(bytes: Buffer): void {
    this.bytes = bytes;
    this.#view = viewOf(bytes);
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}
