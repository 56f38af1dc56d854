import type { JsonSchema } from "./json-schema.ts";

/** One alternative of a choice: what holds and what does not, where it is taken. */
export interface Branch {
  readonly holds: readonly JsonSchema[];
  readonly fails: readonly JsonSchema[];
}

/** The alternatives of an `anyOf`, `oneOf` or `if`, one of which every value takes. */
export interface Choice {
  readonly id: string;
  readonly branches: readonly Branch[];
}

/** The choices that a schema's own keywords make; `id` tells the schema from others. */
export function choicesOf(schema: JsonSchema, id: number): readonly Choice[] {
  if (schema.anyOf === undefined && schema.oneOf === undefined && schema.condition === undefined) {
    return [];
  }
  const choices: Choice[] = [];
  if (schema.anyOf !== undefined) {
    const branches = schema.anyOf.map((branch) => ({ holds: [branch], fails: [] }));
    choices.push({ id: `${id}any`, branches });
  }
  const { oneOf, condition } = schema;
  if (oneOf !== undefined) {
    const branches = oneOf.map((branch, index) => ({
      holds: [branch],
      // Made when it is asked for: of thousands of branches few are looked at.
      get fails() {
        return oneOf.filter((_, other) => other !== index);
      },
    }));
    choices.push({ id: `${id}one`, branches });
  }
  if (condition !== undefined) {
    const { when, then, otherwise } = condition;
    const branches = [
      { holds: then === undefined ? [when] : [when, then], fails: [] },
      { holds: otherwise === undefined ? [] : [otherwise], fails: [when] },
    ];
    choices.push({ id: `${id}if`, branches });
  }
  return choices;
}
