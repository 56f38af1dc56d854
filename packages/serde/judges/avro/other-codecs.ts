import { join } from "node:path";
import { prepareJavaJudges } from "../../../../test/judges/java-judges.ts";
import { preparePythonJudges } from "../../../../test/judges/python-judges.ts";
import { runTool, type ToolOutput } from "../../../../test/judges/run-tool.ts";

/** What another implementation reads in a payload, and writes for it. */
export type OtherAnswer =
  | { readonly text: string; readonly bytes: Buffer }
  | { readonly error: string };

export interface CodecQuestion {
  readonly definition: string;
  readonly payload: Buffer;
  /** Java only. */
  readonly reader?: string;
}

export type OtherCodec = (questions: readonly CodecQuestion[]) => Promise<readonly OtherAnswer[]>;

/** Apache Avro for Java, the version that AWS's serializer brings. */
export const apacheAvro: OtherCodec = async (questions) => {
  const java = await prepareJavaJudges();
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const input = questions.map(({ definition, payload, reader }) => {
    // A payload may be empty, a word may not.
    const words = [base64(definition), `=${payload.toString("base64")}`];
    return [...words, ...(reader === undefined ? [] : [base64(reader)])].join(" ");
  });
  const source = join(import.meta.dirname, "AvroData.java");
  return read(await java.run(source, [], { input: `${input.join("\n")}\n` }), questions.length);
};

export const fastavro: OtherCodec = async (questions) => {
  const folder = await preparePythonJudges("registry-judges");
  const input = questions.map(({ definition, payload }) =>
    JSON.stringify({ schema: definition, payload: payload.toString("base64") }),
  );
  const program = join(import.meta.dirname, "avro_data.py");
  const output = await runTool(join(folder, "python"), [program], {
    input: `${input.join("\n")}\n`,
  });
  return read(output, questions.length);
};

function read({ code, stdout, stderr }: ToolOutput, count: number): readonly OtherAnswer[] {
  const lines = stdout.trim().split("\n");
  if (code !== 0 || lines.length !== count) {
    throw new Error(
      `${lines.length} answers to ${count} questions, code ${code}: ${stderr.slice(-1000)}`,
    );
  }
  return lines.map((line) => {
    if (line.startsWith("error")) return { error: line };
    const [text = "", bytes = ""] = line.split(" ");
    return { text, bytes: Buffer.from(bytes, "base64") };
  });
}
