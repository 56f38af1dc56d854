import { diffDefinitions } from "../diff-definitions.ts";
import { readChoice, readVersionNumber, required } from "../fields.ts";
import { invalidInput } from "../glue-exceptions.ts";
import { requireSchema, requireVersionOf } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { readSchemaId } from "../schema-key.ts";
import { texts } from "../texts.ts";

/** From the first to the second, whatever their numbers and statuses. */
export const getSchemaVersionsDiff: Operation<"GetSchemaVersionsDiff"> = ({ store }, input) => {
  const key = readSchemaId(input);
  const [firstNumber, secondNumber] = ["FirstSchemaVersionNumber", "SecondSchemaVersionNumber"].map(
    (member) => required(readVersionNumber(input, member), member),
  ) as [number | "latest", number | "latest"];
  const type = readChoice(input, "SchemaDiffType", ["SYNTAX_DIFF"], texts.badDiffType);
  required(type, "SchemaDiffType");
  const schema = requireSchema(store, key);
  const first = requireVersionOf(store, key, schema, firstNumber);
  const second = requireVersionOf(store, key, schema, secondNumber);
  const diff = diffDefinitions(first.definition, second.definition);
  if (diff === undefined) throw invalidInput(texts.diffTooLong);
  return { Diff: diff };
};
