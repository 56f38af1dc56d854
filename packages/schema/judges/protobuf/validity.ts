import { join } from "node:path";
import { prepareJavaJudges } from "../../../../test/judges/java-judges.ts";
import { parseProtobuf, protobufMessageIndex } from "../../src/index.ts";

/** `ok` with the message indexes, or `no` and why. */
export type Answer = string;

/** Answers of AWS's serializer: Wire's parser, protobuf-java's descriptors, its message indexes. */
export async function askAws(texts: readonly string[]): Promise<readonly Answer[]> {
  const judges = await prepareJavaJudges();
  const input = texts.map((text) => `${Buffer.from(text).toString("base64")}\n`).join("");
  const source = join(import.meta.dirname, "AwsProtobuf.java");
  const { code, stdout, stderr } = await judges.run(source, [], { input });
  const answers = stdout.split("\n").slice(0, -1);
  if (code !== 0 || answers.length !== texts.length) throw new Error(`AwsProtobuf: ${stderr}`);
  return answers;
}

export function askOurs(text: string): Answer {
  try {
    const names = protobufMessageIndex(parseProtobuf(text));
    return ["ok", ...names.map((name, index) => `${index}=${name}`)].join(" ");
  } catch (error) {
    return `no ${(error as Error).message}`;
  }
}

/** Why we refuse what AWS's parser takes, by our words: in each protoc refuses too. */
export const refusedByUs: readonly (readonly [RegExp, string])[] = [
  [/expected (?:the name of a|a type)/, "Wire takes numbers, dots and hyphens for names"],
  [/expected "\{", found "\."/, "Wire takes a service with a dotted name"],
  [/is no range between/, "Wire does not look at the bounds of reserved numbers"],
  [/is no option of a (?:oneof|service|method|value)/, "Wire does not look at these options"],
  [
    /expected (?:a string|a number|";"), found/,
    "Wire takes names and numbers in one reserved list",
  ],
  [/is the name of a type beside this enum/, "Wire does not compare enum values with types"],
  [/a file has one package/, "Wire takes the last package"],
  [/^no foo\.B is not defined/, "Wire looks a name up from the outside, protoc from the inside"],
  [/must fit into 32 bits|malformed/, "Wire cuts a number short"],
];

/** Why we take what AWS's parser refuses, by its words. */
export const refusedByAws: readonly (readonly [RegExp, string])[] = [
  [/expected an integer but was -$/, "protoc allows a space behind the sign of a number"],
  [
    /unable to find google\/type\//,
    "AWS's jar lacks this file of google/type, and its text names it",
  ],
  [
    /"\.google\.protobuf\.FileDescriptorProto" is not defined/,
    "AWS's jar does not link descriptor.proto",
  ],
  [/StringIndexOutOfBounds/, "AWS's parser fails on a name of underscores"],
];
