import { join } from "node:path";
import type { JavaJudges } from "../../../../test/judges/java-judges.ts";

export type JavaQuestion = {
  readonly topic: string;
  readonly settings: Readonly<Record<string, string>>;
} & (
  | {
      readonly run: "encode";
      readonly definition: string;
      /** In the JSON of the format. */
      readonly value: string;
      /** Protobuf: `Outer.Inner`, without the package. */
      readonly messageName?: string;
    }
  | {
      readonly run: "decode";
      /** Base64. */
      readonly record: string;
    }
);

export type JavaAnswer = { readonly value: string } | { readonly error: string };

const source = join(import.meta.dirname, "GlueSerde.java");

/** Asks AWS's serializer and deserializer, one after the other in one process. */
export async function askJava(
  { run }: JavaJudges,
  questions: readonly JavaQuestion[],
): Promise<readonly JavaAnswer[]> {
  const { code, stdout, stderr } = await run(source, [], {
    input: questions.map((question) => `${JSON.stringify(question)}\n`).join(""),
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_REGION: "eu-central-1",
    },
    deadlineMs: 120_000,
  });
  if (code !== 0) throw new Error(`java ended with ${code}: ${stderr.slice(-2000)}`);
  const answers = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as JavaAnswer);
  if (answers.length === questions.length) return answers;
  throw new Error(
    `${answers.length} answers to ${questions.length} questions: ${stderr.slice(-500)}`,
  );
}
