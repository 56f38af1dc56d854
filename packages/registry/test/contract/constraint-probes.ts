/** From AWS's model of an input: values just inside and just outside of each constraint. */
import type { Fields } from "../../src/fields.ts";
import type { GlueOperation } from "../../src/glue-model.ts";

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface GlueModel {
  readonly operations: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export interface Probe {
  readonly title: string;
  readonly kind: "inside" | "outside" | "wrong type";
  readonly input: Fields;
}

/** Texts of a length that fit each shape's pattern, and texts that do not. */
const samples: Readonly<Record<string, { make: (length: number) => string; bad?: string[] }>> = {
  SchemaRegistryNameString: { make: repeat("a"), bad: ["a b", "a/b", "ä", "a\n"] },
  GlueResourceArn: {
    make: (length) => "arn:aws:glue:".padEnd(length, "x").slice(0, length),
    bad: ["arn:aws:s3:::bucket", "arn:aws-x:glue:y", "glue", "xarn:aws:glue:y"],
  },
  DescriptionString: { make: repeat("a"), bad: ["a\u0000", "\u001b", "\ufffe", "\ud800"] },
  SchemaDefinitionString: {
    make: (length) => (length < 5 ? "x".repeat(length) : '"int"'.padEnd(length)),
    bad: [" ", "\n\t"],
  },
  SchemaVersionIdString: {
    make: (length) => "00000000-0000-4000-8000-0000000000ff".padEnd(length, "0").slice(0, length),
    bad: ["00000000-0000-4000-8000-0000000000FF", "000000000-000-4000-8000-000000000000"],
  },
  VersionsString: { make: repeat("1"), bad: ["0", "01", "1-", "-1", "1-0", "1,2", "1-2-3", "a"] },
  MetadataKeyString: { make: repeat("a"), bad: ["a b", "a*", "ä", "a\n"] },
  MetadataValueString: { make: repeat("a"), bad: ["a b", "a*", "ä", "a\n"] },
  TagKey: { make: repeat("a") },
  TagValue: { make: repeat("a") },
  SchemaRegistryTokenString: { make: repeat("a") },
};

function repeat(character: string): (length: number) => string {
  return (length) => character.repeat(length);
}

export function* generateProbes(
  { operations, shapes }: GlueModel,
  operation: GlueOperation,
  base: Fields,
): Generator<Probe> {
  yield* walk(operations[operation] as string, []);

  function* walk(shapeName: string, path: readonly string[]): Generator<Probe> {
    const shape = shapes[shapeName] as Shape;
    const probe = (kind: Probe["kind"], what: string, value: unknown): Probe => ({
      kind,
      title: `${path.join(".")} ${what}`,
      input: place(base, path, value),
    });
    if (path.length > 0) {
      const wrong = shape.type === "string" ? 7 : shape.type === "structure" ? [] : "text";
      yield probe("wrong type", `as ${JSON.stringify(wrong)}`, wrong);
    }
    if (shape.type === "structure") {
      for (const [name, { shape: inner }] of Object.entries(shape.members ?? {})) {
        if (shape.required?.includes(name)) {
          const title = `${[...path, name].join(".")} absent`;
          yield { kind: "outside", title, input: place(base, [...path, name], undefined) };
        }
        yield* walk(inner, [...path, name]);
      }
    } else if (shape.type === "string") {
      for (const [kind, value, what] of textValues(shapeName, shape))
        yield probe(kind, what, value);
    } else if (shape.type === "integer" || shape.type === "long") {
      const { min = 1, max = 1 } = shape;
      for (const value of [min, max]) yield probe("inside", `as ${value}`, value);
      for (const value of [min - 1, max + 1, -1]) yield probe("outside", `as ${value}`, value);
      yield probe("wrong type", "as 1.5", 1.5);
    } else if (shape.type === "list") {
      yield* walk(shape.member?.shape as string, [...path, "0"]);
      for (const [kind, count] of sizes(shape)) {
        const list = Array.from({ length: count }, (_, index) => `k${index}`);
        yield probe(kind, `with ${count} entries`, list);
      }
    } else if (shape.type === "map") {
      for (const [kind, value, what] of textValues(shape.key?.shape as string, shapes)) {
        yield probe(kind, `with a key ${what}`, { [value]: "v" });
      }
      yield* walk(shape.value?.shape as string, [...path, "key"]);
      for (const [kind, count] of sizes(shape)) {
        const pairs = Array.from({ length: count }, (_, index) => [`k${index}`, "v"]);
        yield probe(kind, `with ${count} entries`, Object.fromEntries(pairs));
      }
    } else if (shape.type === "boolean") {
      yield probe("inside", "as true", true);
    } else {
      throw new Error(`no probes for the type ${shape.type} of ${shapeName}`);
    }
  }
}

type TextValue = readonly [kind: Probe["kind"], value: string, what: string];

function textValues(shapeName: string, of: Shape | GlueModel["shapes"]): TextValue[] {
  const shape = (
    "type" in of && typeof of.type === "string" ? of : of[shapeName as never]
  ) as Shape;
  if (shape.enum !== undefined) {
    const bad = [`${shape.enum[0]}X`, shape.enum[0]?.toLowerCase() ?? "", ""];
    return [
      ...shape.enum.map((value) => ["inside", value, `as ${value}`] as const),
      ...bad.map((value) => ["outside", value, `as ${value}`] as const),
    ];
  }
  const sample = samples[shapeName];
  if (sample === undefined) throw new Error(`no sample of ${shapeName}`);
  if ((shape.pattern === undefined) !== (sample.bad === undefined)) {
    throw new Error(`the samples of ${shapeName} do not know its pattern`);
  }
  const { min = 0, max } = shape;
  // The pattern makes the shortest ARN longer than its minimum.
  const shortest = shapeName === "GlueResourceArn" ? "arn:aws:glue:".length : min;
  const at = (kind: Probe["kind"], length: number): TextValue => [
    kind,
    sample.make(length),
    `of length ${length}`,
  ];
  return [
    at("inside", shortest),
    ...(max === undefined ? [] : [at("inside", max), at("outside", max + 1)]),
    ...(min > 0 ? [at("outside", min - 1)] : []),
    ...(sample.bad ?? []).map((bad) => ["outside", bad, `as ${JSON.stringify(bad)}`] as const),
  ];
}

function sizes({ min, max }: Shape): (readonly [Probe["kind"], number])[] {
  if (max === undefined) return [];
  return [
    ["inside", min ?? 0],
    ["inside", max],
    ["outside", max + 1],
  ];
}

/** Members that stand for others, which then have to go. */
const excludes: Readonly<Record<string, readonly string[]>> = {
  RegistryArn: ["RegistryName"],
  SchemaArn: ["RegistryName", "SchemaName"],
  LatestVersion: ["VersionNumber"],
  SchemaVersionId: ["SchemaId", "SchemaVersionNumber"],
};

function place(node: unknown, path: readonly string[], value: unknown): Fields {
  const [name = "", ...rest] = path;
  if (Array.isArray(node)) {
    return [rest.length === 0 ? value : place(node[0], rest, value)] as never;
  }
  const gone = excludes[name] ?? [];
  const kept = Object.entries((node ?? {}) as Fields).filter(
    ([key]) => key !== name && !gone.includes(key),
  );
  const inner = ((node ?? {}) as Fields)[name];
  const placed = rest.length === 0 ? value : place(inner, rest, value);
  return Object.fromEntries(placed === undefined ? kept : [...kept, [name, placed]]);
}
