/**
 * jsonsubschema (PyPI, https://github.com/IBM/jsonsubschema) as the second implementation: where it
 * and Weir differ about a pair, a reason that has a name must explain it.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { preparePythonJudges } from "../../../test/judges/python-judges.ts";
import { runTool } from "../../../test/judges/run-tool.ts";
import { makeQuestions, type Question, rulesOf } from "./json/ask-weir.ts";
import { classify } from "./json/classify.ts";
import { toDraft04, unknownKeyword } from "./json/draft-04.ts";

const seed = 20_261_129;
const full = process.env.WEIR_TEST_FULL === "1";
const pairs = full ? 2000 : 350;
const program = join(import.meta.dirname, "json", "subschema.py");
/** Of one pair; a few never end. */
const secondsPerPair = "1";

interface Answered {
  readonly question: Question;
  /** Whether jsonsubschema calls the writer a subschema, or why it has no answer. */
  readonly answer: boolean | string;
}

async function askJsonsubschema(questions: readonly Question[]): Promise<readonly Answered[]> {
  const python = join(await preparePythonJudges("registry-judges"), "python");
  const lines = questions.map(({ writer, reader }) =>
    JSON.stringify({ writer: toDraft04(writer), reader: toDraft04(reader) }),
  );
  const input = `${lines.join("\n")}\n`;
  const { code, stdout, stderr } = await runTool(python, [program, secondsPerPair], {
    input,
    deadlineMs: 1_500_000,
  });
  assert.equal(code, 0, stderr.slice(-2000));
  const answers = stdout.trimEnd().split("\n");
  assert.equal(answers.length, questions.length);
  return questions.map((question, index) => ({
    question,
    answer: JSON.parse(answers[index] as string),
  }));
}

function compare(answered: readonly Answered[], says: (question: Question) => boolean) {
  const counts: Record<string, number> = {};
  const unexplained: string[] = [];
  const count = (key: string) => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  for (const { question, answer } of answered) {
    if (typeof answer === "string") {
      count(`no answer: ${answer.split(":")[0]}`);
      continue;
    }
    const own = says(question);
    if (own === answer) {
      count(own ? "both yes" : "both no");
      continue;
    }
    const reason = classify(question, own);
    count(reason ?? "unexplained");
    if (reason === undefined) {
      unexplained.push(
        `${question.name}: Weir ${own}, jsonsubschema ${answer}: ${JSON.stringify(question)}`,
      );
    }
  }
  return { counts, unexplained };
}

describe("verdicts on JSON Schema against jsonsubschema", () => {
  let answered: readonly Answered[] = [];

  before(async () => {
    const questions = [...makeQuestions(seed, pairs)];
    answered = await askJsonsubschema(
      questions.filter((question) => unknownKeyword(question) === undefined),
    );
  });

  it("differ only for reasons that have a name", (context) => {
    const { counts, unexplained } = compare(answered, (question) => rulesOf(question).length === 0);
    context.diagnostic(JSON.stringify({ asked: answered.length, ...counts }));
    assert.deepEqual(unexplained, []);
    const agreed = (counts["both yes"] ?? 0) + (counts["both no"] ?? 0);
    assert.ok(agreed > answered.length * 0.6, "too little is compared");
    assert.ok((counts.notProvedByWeir ?? 0) <= answered.length * 0.02, "Weir proves too little");
  });

  it("catch a checker that lets properties be added to open objects", () => {
    const lenient = (question: Question) => rulesOf(question, "lenient").length === 0;
    const { unexplained } = compare(answered, lenient);
    assert.ok(unexplained.length >= 5, `${unexplained.length} caught`);
  });

  it("catch a checker that takes the reader for the writer", () => {
    const swapped = ({ name, writer, reader }: Question) =>
      rulesOf({ name, writer: reader, reader: writer }).length === 0;
    const { unexplained } = compare(answered, swapped);
    assert.ok(unexplained.length >= 20, `${unexplained.length} caught`);
  });
});
