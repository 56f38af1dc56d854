import type { Path } from "../avro/invalid.ts";
import type { Conjunction, Conjunctions } from "./conjunction.ts";
import type { ContentModel } from "./content-model.ts";
import type { JsonRule } from "./json-rule.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { PatternMatcher } from "./pattern.ts";
import type { SameSchemas } from "./same-schemas.ts";

/** One thing that a reader's keyword asks of every value that the writer allows. */
export interface Demand {
  readonly rule: JsonRule;
  /** From the reader's schema. */
  readonly step: Path;
  readonly met: () => boolean;
  /** Where the reason is to be looked for; absent where the demand itself is the reason. */
  readonly inner?: { readonly reader: JsonSchema; readonly writer: Conjunction };
  /** Alternatives of a combined schema, one of which is the reason. */
  readonly branches?: readonly JsonSchema[];
  /** Name of the property that it is about, or `[]` for an item. */
  readonly member?: string;
  /** What the writer knows of that member. */
  readonly value?: Conjunction;
  /** What the keyword says before and after, for people. */
  readonly sides?: { readonly reader: string; readonly writer: string };
}

/** What the demands of keywords are settled with. */
export interface Comparer {
  readonly options: CompareOptions;
  readonly conjunctions: Conjunctions;
  readonly model: ContentModel;
  readonly patterns: PatternMatcher;
  readonly same: SameSchemas;
  /** Whether a schema accepts whatever the writer allows; false where that is not proved. */
  covers(reader: JsonSchema, writer: Conjunction): boolean;
  /** The same for a part of the value: a property or an item. */
  coversPart(reader: JsonSchema, writer: Conjunction): boolean;
  /** Whether no value can be what the writer allows; false where that is not proved. */
  isEmpty(writer: Conjunction): boolean;
  isEmptyPart(writer: Conjunction): boolean;
}

/** Where AWS's and Confluent's documented rules are laxer than the data. */
export interface CompareOptions {
  /** An optional property may be added to an open object. */
  readonly openProperties: boolean;
  /** A required property may be added with a default. */
  readonly requiredDefaults: boolean;
  /** `format` says nothing. */
  readonly ignoreFormats: boolean;
}

export const exactOptions: CompareOptions = {
  openProperties: false,
  requiredDefaults: false,
  ignoreFormats: false,
};
