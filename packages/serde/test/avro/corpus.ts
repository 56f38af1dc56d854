/** Random Avro schemas with values of them, the same ones for the same seed. */

export interface CorpusCase {
  readonly definition: string;
  readonly value: unknown;
  /** The value as avsc wants it where unions are wrapped. */
  readonly wrapped: unknown;
  /** The value in a form that every language can write: see `Sample`. */
  readonly text: string;
  /** Holds integers of 2^52 and beyond: avsc refuses some, and writes other odd negative ones wrongly. */
  readonly isWide: boolean;
}

/**
 * One value in three forms. In the text, integers are decimal, floating numbers the hexadecimal bits
 * of a double, strings and bytes hexadecimal behind `s` and `b`, and members of maps sorted.
 */
interface Sample {
  readonly value: unknown;
  readonly wrapped: unknown;
  readonly text: string;
}

type Draw = () => Sample;

interface Generated {
  readonly schema: unknown;
  readonly draw: Draw;
  /** How avsc names it as a branch. */
  readonly name: string;
}

/** Mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function generateCorpus(seed: number, count: number): CorpusCase[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => new Generator(random).next());
}

const texts = [
  "",
  "a",
  "Zoë",
  "日本語",
  "🙂",
  "a text that is longer than the short ones",
  "\u0000",
];
const doubles = [0, -0, 0.1, -1.5, 1e300, 5e-324, Number.NaN, Number.NEGATIVE_INFINITY];
const edges = [0, -1, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31)];
const wideEdges = [2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)];
const longEdges = [...edges, 2 ** 34, -(2 ** 34) - 1, 2 ** 48, 2 ** 52, 2 ** 53 - 1, 1 - 2 ** 53];

class Generator {
  readonly #random: () => number;
  #names = 0;
  #isWide = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  next(): CorpusCase {
    const { schema, draw } = this.#record(3);
    const sample = draw();
    return { definition: JSON.stringify(schema), ...sample, isWide: this.#isWide };
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#below(items.length)] as T;
  }

  #type(depth: number): Generated {
    const leaves = [
      () => this.#boolean(),
      () => this.#number(this.#pick(["int", "long", "float", "double"])),
      () => this.#string(),
      () => this.#bytes(),
      () => this.#fixed(),
      () => this.#enum(),
      () => this.#null(),
    ];
    const inner = [
      () => this.#record(depth - 1),
      () => this.#array(depth - 1),
      () => this.#map(depth - 1),
      () => this.#union(depth - 1),
      () => this.#union(depth - 1),
    ];
    return this.#pick(depth > 0 && this.#random() < 0.5 ? inner : leaves)();
  }

  #null(): Generated {
    return { schema: "null", name: "null", draw: () => plain(null, "null") };
  }

  #boolean(): Generated {
    const draw = () => {
      const value = this.#random() < 0.5;
      return plain(value, String(value));
    };
    return { schema: "boolean", name: "boolean", draw };
  }

  #number(type: "int" | "long" | "float" | "double"): Generated {
    const draw = () => {
      if (type === "int") return integer(this.#integer(edges, 2 ** 31));
      if (type === "long") {
        if (this.#random() < 0.05) {
          this.#isWide = true;
          return integer(this.#pick(wideEdges));
        }
        const value = this.#integer(longEdges, 2 ** 53 - 1);
        if (Math.abs(value) >= 2 ** 52) this.#isWide = true;
        return integer(value);
      }
      const value = this.#random() < 0.5 ? this.#pick(doubles) : this.#random() * 1000 - 500;
      const kept = type === "float" ? Math.fround(value) : value;
      return plain(kept, bitsOf(kept));
    };
    return { schema: type, name: type, draw };
  }

  #integer(some: readonly number[], bound: number): number {
    if (this.#random() < 0.5) return this.#pick(some);
    return Math.trunc((this.#random() * 2 - 1) * (bound - 1));
  }

  #string(): Generated {
    const draw = () => {
      const value = this.#pick(texts).repeat(1 + this.#below(2));
      return plain(value, `s${Buffer.from(value).toString("hex")}`);
    };
    return { schema: "string", name: "string", draw };
  }

  #bytes(): Generated {
    return { schema: "bytes", name: "bytes", draw: () => this.#someBytes(this.#below(5)) };
  }

  #fixed(): Generated {
    const name = this.#name("Fixed");
    const size = 1 + this.#below(4);
    const draw = () => this.#someBytes(size);
    return { schema: { type: "fixed", name, size }, name: `space.${name}`, draw };
  }

  #someBytes(size: number): Sample {
    const value = Buffer.from(Array.from({ length: size }, () => this.#below(256)));
    return plain(value, `b${value.toString("hex")}`);
  }

  #enum(): Generated {
    const name = this.#name("Enum");
    const symbols = Array.from({ length: 1 + this.#below(3) }, (_, index) => `S${index}`);
    const draw = () => {
      const value = this.#pick(symbols);
      return plain(value, `s${Buffer.from(value).toString("hex")}`);
    };
    return { schema: { type: "enum", name, symbols }, name: `space.${name}`, draw };
  }

  #array(depth: number): Generated {
    const items = this.#type(depth);
    const draw = () => {
      const samples = Array.from({ length: this.#below(4) }, items.draw);
      return {
        value: samples.map(({ value }) => value),
        wrapped: samples.map(({ wrapped }) => wrapped),
        text: `[${samples.map(({ text }) => text).join(",")}]`,
      };
    };
    return { schema: { type: "array", items: items.schema }, name: "array", draw };
  }

  #map(depth: number): Generated {
    const values = this.#type(depth);
    const draw = () => {
      const keys = ["k", "é", "a longer key of the map"].slice(0, this.#below(4));
      return object(
        keys.map((key) => [key, values.draw()]),
        true,
      );
    };
    return { schema: { type: "map", values: values.schema }, name: "map", draw };
  }

  #record(depth: number): Generated {
    const name = this.#name("Record");
    const fields = Array.from({ length: 1 + this.#below(5) }, (_, index) => ({
      name: `f${index}`,
      type: this.#type(depth),
    }));
    const schema = {
      type: "record",
      name,
      namespace: "space",
      fields: fields.map((field) => ({ name: field.name, type: field.type.schema })),
    };
    const draw = () =>
      object(
        fields.map((field) => [field.name, field.type.draw()]),
        false,
      );
    return { schema, name: `space.${name}`, draw };
  }

  /** Of branches that JavaScript tells apart: others are for tests of their own. */
  #union(depth: number): Generated {
    const groups: (() => Generated)[] = [
      () => this.#null(),
      () => this.#boolean(),
      () => this.#number(this.#pick(["int", "long", "float", "double"])),
      () => (this.#random() < 0.7 ? this.#string() : this.#enum()),
      () => (this.#random() < 0.7 ? this.#bytes() : this.#fixed()),
      () => this.#array(depth),
      () => (this.#random() < 0.7 ? this.#record(depth) : this.#map(depth)),
    ];
    const isLeaf = (index: number) => depth > 0 || index < 5;
    const chosen = groups.filter((_, index) => isLeaf(index) && this.#random() < 0.4);
    const branches = (chosen.length === 0 ? [groups[0] as () => Generated] : chosen).map((make) =>
      make(),
    );
    if (this.#random() < 0.3) branches.reverse();
    const draw = () => {
      const { name, draw: drawBranch } = this.#pick(branches);
      const sample = drawBranch();
      return name === "null" ? sample : { ...sample, wrapped: { [name]: sample.wrapped } };
    };
    return { schema: branches.map(({ schema }) => schema), name: "union", draw };
  }

  #name(kind: string): string {
    this.#names += 1;
    return `${kind}${this.#names}`;
  }
}

function plain(value: unknown, text: string): Sample {
  return { value, wrapped: value, text };
}

function integer(value: number | bigint): Sample {
  // Avro has one zero.
  const own = value === 0 ? 0 : value;
  return plain(own, String(own));
}

function object(members: readonly (readonly [string, Sample])[], isSorted: boolean): Sample {
  const written = members.map(([key, { text }]) => `${Buffer.from(key).toString("hex")}:${text}`);
  return {
    value: Object.fromEntries(members.map(([key, { value }]) => [key, value])),
    wrapped: Object.fromEntries(members.map(([key, { wrapped }]) => [key, wrapped])),
    text: `{${(isSorted ? written.sort() : written).join(",")}}`,
  };
}

function bitsOf(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return `d${bytes.toString("hex")}`;
}

/** Bytes that somebody has spoilt: cut, longer, or with other bits. */
export function spoil(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * (bytes.length + 1));
  const byte = Math.floor(random() * 256);
  switch (Math.floor(random() * 5)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(10, 0xff), bytes.subarray(at)]);
    case 3:
      return Buffer.from(bytes).fill(byte, at, Math.min(bytes.length, at + 1));
    default:
      return Buffer.from(Array.from({ length: bytes.length }, () => Math.floor(random() * 256)));
  }
}
