import { isRecord, type SpecPath, valueAt } from "./path.ts";
import { problemAt, type SpecProblem } from "./problems.ts";

/** What goes with `registry.kind` and what does not. */
export function checkRegistry(input: unknown): SpecProblem[] {
  const at = (key: string): SpecPath => ["registry", key];
  const converter = valueAt(input, at("converter"));
  const url = valueAt(input, at("url"));
  if (valueAt(input, at("kind")) !== "confluent") {
    const kind = "set registry.kind to confluent, or remove it";
    return [
      ...(converter === undefined
        ? []
        : [problemAt(at("converter"), converter, "expected only with kind confluent", kind)]),
      ...(url === undefined
        ? []
        : [problemAt(at("url"), url, "expected only with kind confluent", kind)]),
    ];
  }
  const problems: SpecProblem[] = [];
  if (converter === undefined) {
    problems.push(
      problemAt(
        at("converter"),
        undefined,
        "expected a converter: Weir brings none for kind confluent",
        'name one, such as { class: "io.confluent.connect.avro.AvroConverter" }, and its folder in connect.plugins',
      ),
    );
  }
  const config = ["registry", "converter", "config"];
  const ownUrl = valueAt(input, [...config, "schema.registry.url"]);
  if (ownUrl !== undefined) {
    const path = [...config, "schema.registry.url"];
    const expectation = "expected properties that no field sets";
    problems.push(problemAt(path, ownUrl, expectation, "use registry.url"));
  }
  if (!isRecord(valueAt(input, ["aws"]))) return problems;
  if (url === undefined) {
    const expectation = "expected the address of the registry that connectors on AWS speak to";
    problems.push(problemAt(at("url"), undefined, expectation, "name it"));
  }
  const image = ["aws", "connect", "image"];
  if (valueAt(input, image) === undefined) {
    problems.push(
      problemAt(
        image,
        undefined,
        "expected an image of the workers with your converter in it: the one that Weir builds has none for kind confluent",
        "build and name it",
      ),
    );
  }
  return problems;
}
