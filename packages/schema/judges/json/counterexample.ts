import { Ajv, type ValidateFunction } from "ajv";
import { disturbed, likelyInstance } from "./instances.ts";
import type { Random } from "./random.ts";
import { names, type Schema } from "./random-schema.ts";

/** ajv's own opinion of each schema: nothing of ours is in it. */
export function validatorOf(schema: Schema): ValidateFunction {
  const ajv = new Ajv({ strict: false, validateSchema: false, addUsedSchema: false });
  ajv.addFormat("ipv4", /^\d{1,3}(\.\d{1,3}){3}$/);
  ajv.addFormat("date", /^\d{4}-\d\d-\d\d$/);
  return ajv.compile(spellOut(schema));
}

/** ajv 8.20 forgets, beside a tuple, that an empty array contains nothing. */
function spellOut(node: Schema): Schema {
  return JSON.parse(JSON.stringify(node), (_key, value) =>
    value?.contains !== undefined && Array.isArray(value.items)
      ? { ...value, minItems: Math.max(1, value.minItems ?? 0) }
      : value,
  );
}

function namesIn(...schemas: readonly Schema[]): readonly string[] {
  const found = new Set<string>(names);
  JSON.stringify(schemas, (key, value) => {
    if (key === "properties") for (const name of Object.keys(value)) found.add(name);
    return value;
  });
  return [...found];
}

export interface Search {
  /** Values that are valid under the writer. */
  readonly tried: number;
  /** The first that is invalid under the reader. */
  readonly found?: unknown;
}

/** Looks for a value that is valid under `writer` and not under `reader`. */
export function findCounterexample(
  random: Random,
  writer: Schema,
  reader: Schema,
  attempts: number,
): Search {
  const [accepts, wanted] = [validatorOf(writer), validatorOf(reader)];
  const known = namesIn(writer, reader);
  let tried = 0;
  let last: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const source = random.chance(0.7) ? writer : reader;
    const fresh = () => likelyInstance(random, source, source);
    const value =
      last !== undefined && random.chance(0.4) ? disturbed(random, last, known) : fresh();
    if (!accepts(value)) continue;
    tried++;
    last = value;
    if (!wanted(value)) return { tried, found: value };
  }
  return { tried };
}
